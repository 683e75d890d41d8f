using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;
using SnapshotSeed.Snapshot.Writing;

namespace SnapshotSeed.Export.Rows;

/// <summary>Writes a sample into a snapshot folder, table by table, some at the same time.</summary>
internal sealed class SampleWriter(string folder, ExportPlan plan, ProgressCount progress, ILogger logger)
    : IAsyncDisposable
{
    private readonly SnapshotFolderWriter writer = SnapshotFolderWriter.Create(folder);
    private readonly IReadOnlyDictionary<TableName, string> files = SnapshotFileName.ForAll(
        plan.Tables.Select(table => table.Name)
    );
    private readonly ConcurrentDictionary<TableName, ManifestTable> written = [];
    private readonly ConcurrentDictionary<TableName, TimeSpan> times = [];

    /// <summary>How long the rows of a table took, which is written.</summary>
    public TimeSpan Elapsed(TableName table) => times[table];

    /// <summary>Refuses to replace a snapshot with more of the existing tables than this one.</summary>
    public void CheckKeepsTables(IEnumerable<TableName> existing)
    {
        var lost = (writer.Previous?.Tables.Select(table => table.Name) ?? [])
            .Except(plan.Tables.Select(table => table.Name))
            .Intersect(existing)
            .ToList();
        if (lost.Count > 0)
            throw new SnapshotSeedException(
                $"export would delete files of other tables from {folder}: {string.Join(", ", lost)}",
                $"Export to another folder with {Setting.Folder}, or delete them with {Setting.Replace}.",
                FailureKind.WrongUsage
            );
    }

    public async Task WriteAsync(RowStream rows, CancellationToken cancellationToken)
    {
        var table = rows.Table;
        var columns = table.StoredColumns.ToImmutableArray();
        var file = files[table.Name];
        var sha256 = await writer.WriteTableAsync(file, tsv => WriteAsync(rows, columns, tsv, cancellationToken));
        Log.Wrote(logger, table.Name, Counted.Of(rows.Count, "row"));
        written[table.Name] = new ManifestTable(
            table.Name,
            file,
            rows.Count,
            rows.Sampled,
            sha256,
            columns,
            table.Keys,
            [.. Declared(table)]
        )
        {
            Types = table.Types,
            PartitionOf = table.Root,
        };
        times[table.Name] = rows.Elapsed;
        progress.Done(table.Name, rows.Count);
    }

    /// <summary>The foreign keys as the source declares them, also where it references partitions by their root.</summary>
    private static IEnumerable<ForeignKey> Declared(Table table) =>
        table
            .ForeignKeys.Where(key => !key.IsVirtual)
            .Select(key => key with { ReferencedTable = key.ReferencedRoot ?? key.ReferencedTable })
            .Distinct();

    /// <summary>The manifest records the sequences that feed no column, in the schemas of the tables.</summary>
    public Task CommitAsync(
        MigrationState? migrations,
        IEnumerable<UnownedSequence> sequences,
        CancellationToken cancellationToken
    )
    {
        var schemas = plan.Tables.Select(table => table.Name.Schema).ToHashSet(StringComparer.Ordinal);
        var manifest = new Manifest(migrations?.Newest, [.. plan.Tables.Select(table => written[table.Name])])
        {
            Migrations = migrations?.Entries ?? [],
            Sequences =
            [
                .. sequences
                    .Where(sequence => sequence.Position is not null && schemas.Contains(sequence.Name.Schema))
                    .Select(sequence => new ManifestSequence(sequence.Name, sequence.Position!.Value))
                    .OrderBy(sequence => sequence.Name),
            ],
        };
        return writer.CommitAsync(manifest, cancellationToken);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private static async Task WriteAsync(
        RowStream rows,
        ImmutableArray<Column> columns,
        TsvWriter tsv,
        CancellationToken cancellationToken
    )
    {
        await tsv.WriteHeaderAsync(columns.Select(column => column.Name), cancellationToken);
        try
        {
            while (await rows.ReadAsync(cancellationToken) is { } values)
                await tsv.WriteRowAsync(values, cancellationToken);
        }
        catch (FieldTooLongException e)
        {
            throw new SnapshotSeedException(
                $"{rows.Table.Name}: row {rows.Count} of the sample has more than {e.Most} characters in column "
                    + $"{columns[e.Field].Name}, which a TSV file cannot hold",
                $"Exclude the table with {Setting.Exclude}, or take fewer of its rows with {Setting.TableLimit}.",
                innerException: e
            );
        }
    }
}
