using System.Text;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;
using SnapshotSeed.Snapshot.Writing;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class RefusalsOfASnapshot : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task For_what_is_in_its_files_are_worded_as_approved()
    {
        var said = new FailureTranscript();
        foreach (
            var (mistake, text) in new[]
            {
                ("no header", ""),
                ("a field too few", "a\tb\n1\t2\n1\n"),
                ("a field too many", "a\tb\n1\t2\t3\n"),
                ("fields under an empty header", "\n\nx\n"),
                ("a quote that is never closed", "a\tb\n1\t2\n\"3\t4\n5\t6\n"),
                ("a quote within a field", "a\tb\n1\t2\"\n"),
                ("text after the closing quote", "a\tb\n\"1\"x\t2\n"),
                ("a NUL character", "a\tb\n1\t\0\n"),
                ("the end of data of COPY", "a\nx\n\\.\ny\n"),
            }
        )
            await said.OfAsync(mistake, () => Tsv.ScanAsync(text));
        await said.OfAsync("bytes that are not UTF-8", () => Tsv.ScanAsync([0x61, 0x0A, 0xFF, 0x0A]));
        await said.OfAsync(
            "UTF-16",
            () => Tsv.ScanAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a\n1\n")])
        );

        Approval.Verify(said.ToString(), "refusals-of-a-file");
    }

    [Fact]
    public void For_what_its_manifest_says_are_worded_as_approved()
    {
        var said = new FailureTranscript();
        foreach (
            var (mistake, json) in new[]
            {
                ("no JSON", "<<<<<<< HEAD"),
                ("another JSON", "[]"),
                ("no format", "{}"),
                ("a format that never was", """{ "format": 0, "tables": [] }"""),
                ("a newer format", """{ "format": 2, "relations": [] }"""),
                ("no tables", """{ "format": 1 }"""),
                ("tables of another form", """{ "format": 1, "tables": [ 1 ] }"""),
            }
        )
            said.Of(mistake, () => ManifestJson.Read(json, "seed/snapshot.json"));

        Approval.Verify(said.ToString(), "refusals-of-a-manifest");
    }

    [Fact]
    public async Task Are_worded_as_approved()
    {
        var said = new FailureTranscript().Showing(folder.Path, "FOLDER");
        await RefusedAsync(said, "no manifest", folder.Path);
        await RefusedAsync(said, "no folder", folder["nowhere"]);
        await RefusedAsync(
            said,
            "files that cannot be read",
            () =>
            {
                HandWrittenFolder.Write(folder.Path, ("users", "id\tnick\n1\n"), ("tags", "id\n"), ("orders", "id\n"));
                File.Delete(folder["tags.tsv"]);
                File.Delete(folder["orders.tsv"]);
                Directory.CreateDirectory(folder["orders.tsv"]);
            }
        );
        var users = HandWrittenFolder.Table("users", "id\n");
        await RefusedAsync(
            said,
            "a file elsewhere",
            () => HandWrittenFolder.WriteManifest(folder.Path, users with { File = "../users.tsv" })
        );
        await RefusedAsync(
            said,
            "a table and a file named twice",
            () =>
                HandWrittenFolder.WriteManifest(
                    folder.Path,
                    users,
                    users with
                    {
                        File = "other.tsv",
                    },
                    HandWrittenFolder.Table("tags", "id\n") with
                    {
                        File = "other.tsv",
                    }
                )
        );
        await RefusedAsync(
            said,
            "a folder as manifest",
            () => InPlaceOfManifest(path => Directory.CreateDirectory(path))
        );
        await RefusedAsync(
            said,
            "a huge manifest",
            () =>
                InPlaceOfManifest(path =>
                {
                    using var file = File.Create(path);
                    file.SetLength(1_000_000_000); // Without a block on the disk.
                })
        );
        await said.OfAsync(
            "a file that changed meanwhile",
            async () =>
            {
                await File.WriteAllTextAsync(folder["users.tsv"], "id\n1\n");
                var scanned = await TsvReader.ScanAsync(folder["users.tsv"], new ScanOptions(), CancellationToken.None);
                await File.WriteAllTextAsync(folder["users.tsv"], "id\n2\n");
                await TsvReader.ReadAsync(folder["users.tsv"], scanned, CancellationToken.None);
            }
        );

        Approval.Verify(said.ToString(), "refusals-of-a-snapshot");
    }

    [Fact]
    public async Task To_write_one_are_worded_as_approved()
    {
        var said = new FailureTranscript().Showing(folder.Path, "FOLDER");
        File.WriteAllText(folder["file"], "mine");
        Create(said, "no name", " ");
        Create(said, "a file in its place", folder["file"]);
        Create(said, "a file above it", Path.Combine(folder["file"], "seed"));
        Create(said, "the root of the file system", "/");
        Create(said, "the working directory", ".");
        Create(said, "a mount point", "/proc");
        HandWrittenFolder.Write(folder.Path, ("users", "id\n1\n"));
        File.WriteAllText(folder[Manifest.FileName], "{}");
        Create(said, "a manifest that is none", folder.Path);

        Directory.CreateDirectory(folder["seed"]);
        File.WriteAllText(Path.Combine(folder["seed"], "users.tsv"), "mine");
        await said.OfAsync("a file that is in the way", () => SnapshotWriting.ExportAsync(folder["seed"], "users"));

        Approval.Verify(said.ToString(), "refusals-of-a-folder");
    }

    private static void Create(FailureTranscript said, string mistake, string path) =>
        said.Of(mistake, () => SnapshotFolderWriter.Create(path));

    private Task RefusedAsync(FailureTranscript said, string mistake, Action make)
    {
        make();
        return RefusedAsync(said, mistake, folder.Path);
    }

    private static Task RefusedAsync(FailureTranscript said, string mistake, string path) =>
        said.OfAsync(mistake, () => SnapshotReader.ReadAsync(path, new(), CancellationToken.None));

    private void InPlaceOfManifest(Action<string> make)
    {
        var path = folder[Manifest.FileName];
        if (Directory.Exists(path))
            Directory.Delete(path);
        File.Delete(path);
        make(path);
    }
}
