using System.Collections.Immutable;
using System.Text;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed;

/// <summary>Checks snapshot folders without a database.</summary>
public static class SnapshotFolder
{
    /// <summary>
    /// Checks a folder: that its files can be read and, as far as its manifest tells, their columns, the values of the common
    /// types, NULLs, keys (by their text) and references among its tables.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Which tables, and the text for NULL; the other options do not matter here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The files and their problems.</returns>
    /// <exception cref="SnapshotSeedException">It is no snapshot folder, or files are missing or malformed.</exception>
    public static async Task<FolderReport> CheckAsync(
        string folder,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(folder);
        var reading = ReadingOptions.Of(options ?? new ImportOptions());
        var snapshot = await SnapshotReader.ReadAsync(folder, reading, cancellationToken);
        return new FolderReport(
            [
                .. snapshot.Tables.Select(table => new CheckedFile(
                    table.Name,
                    table.File,
                    table.Content.Rows,
                    table.IsEdited
                )),
            ],
            [.. snapshot.Unreadable, .. await FolderCheck.RunAsync(snapshot, cancellationToken)]
        )
        {
            OpenReferences = [.. await FolderCheck.OpenReferencesAsync(snapshot, cancellationToken)],
        };
    }

    /// <summary>
    /// Rewrites a folder's manifest to match its edited files, and checks the folder: their rows, columns and hashes. Types, keys and references of
    /// columns stay, also of a column that was renamed in the header. A table whose file was deleted is taken out.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The files, their problems, and the tables that were taken out.</returns>
    /// <exception cref="SnapshotSeedException">It has no manifest, or files are malformed.</exception>
    public static async Task<FolderReport> UpdateAsync(string folder, CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(folder);
        var listing = await FolderListing.ReadAsync(folder, cancellationToken);
        if (listing.Manifest is not { } manifest)
            throw new SnapshotSeedException(
                $"{folder} has no {Manifest.FileName} to update",
                "A hand-written folder needs none.",
                FailureKind.WrongUsage
            );
        var files = listing.Files.ToLookup(file => Path.Exists(file.Path));
        var snapshot = await SnapshotReader.ReadAsync(
            folder,
            listing with
            {
                Files = [.. files[true]],
            },
            new ReadingOptions(),
            cancellationToken
        );
        var text = ManifestJson.Write(manifest with { Tables = [.. snapshot.Tables.Select(Updated)] });
        var path = Path.Combine(folder, Manifest.FileName);
        var written = $"{path}.new";
        await File.WriteAllTextAsync(written, text, new UTF8Encoding(false), cancellationToken);
        File.Move(written, path, overwrite: true);
        return await CheckAsync(folder, cancellationToken: cancellationToken) with
        {
            Removed = [.. files[false].Select(file => file.Table.ToString())],
        };
    }

    /// <summary>A name in the header in the place of one that the manifest has, and the header no longer, is its new name.</summary>
    private static ManifestTable WithNewNames(ManifestTable known, ImmutableArray<string> header)
    {
        var old = known.Columns.Select(column => column.Name).ToList();
        if (old.Count != header.Length)
            return known;
        var names = old.Zip(header)
            .Where(pair => !header.Contains(pair.First) && !old.Contains(pair.Second))
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        string New(string name) => names.GetValueOrDefault(name, name);
        return known with
        {
            Columns = [.. known.Columns.Select(column => column with { Name = New(column.Name) })],
            Keys = [.. known.Keys.Select(key => key with { Columns = [.. key.Columns.Select(New)] })],
            ForeignKeys = [.. known.ForeignKeys.Select(key => key with { Columns = [.. key.Columns.Select(New)] })],
        };
    }

    private static ManifestTable Updated(SnapshotTable table)
    {
        var content = table.Content;
        var known = WithNewNames(table.Manifest!, content.Columns);
        return known with
        {
            Rows = content.Rows,
            Sampled = Math.Min(known.Sampled, content.Rows),
            Sha256 = content.Sha256,
            Columns = [.. content.Columns.SelectMany(name => known.Columns.Where(column => column.Name == name))],
        };
    }
}
