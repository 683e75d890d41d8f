using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class SnapshotFolder(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Loses_the_files_of_tables_that_are_gone_and_keeps_those_of_strangers()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(shop.Path("README.md"), "mine");
        await File.WriteAllTextAsync(shop.Path("handmade.tsv"), "mine too");
        Directory.CreateDirectory(shop.Path("notes"));
        await File.WriteAllTextAsync(shop.Path("notes/today.txt"), "deeper");

        await shop.Source.ExecuteAsync("DROP TABLE items");
        await shop.ExportAsync();

        Assert.False(File.Exists(shop.Path("items.tsv")));
        Assert.Equal("mine", await File.ReadAllTextAsync(shop.Path("README.md")));
        Assert.Equal("mine too", await File.ReadAllTextAsync(shop.Path("handmade.tsv")));
        Assert.Equal("deeper", await File.ReadAllTextAsync(shop.Path("notes/today.txt")));
        Assert.Equal([shop.Folder], Directory.GetFileSystemEntries(shop.Parent));
    }

    [SkippableFact]
    public async Task Of_more_tables_is_replaced_only_where_that_is_said()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var kept = Path.Combine(shop.Parent, "kept");
        FolderDifference.Copy(shop.Folder, kept);

        var refused = await ExportAsync("--tables", "customers");
        FolderDifference.AssertNone(kept, shop.Folder);
        var excluding = await ExportAsync("--exclude", "items", "--limit", "1");
        FolderDifference.AssertNone(kept, shop.Folder);
        var replaced = await ExportAsync("--tables", "customers", "--replace");
        var again = await ExportAsync("--tables", "customers");

        Assert.Equal([2, 2, 0, 0], [refused.ExitCode, excluding.ExitCode, replaced.ExitCode, again.ExitCode]);
        TextAssert.Contains(refused.Errors, "orders", "items", "--replace", "--snapshot");
        TextAssert.Contains(excluding.Errors, "items");
        Assert.Equal(["customers.tsv"], Directory.GetFiles(shop.Folder, "*.tsv").Select(Path.GetFileName));

        Task<ToolRun> ExportAsync(params string[] options) =>
            Tool.RunToEndAsync(["export", "--source", shop.Source.Url, "--snapshot", shop.Folder, .. options]);
    }

    [SkippableFact]
    public async Task That_was_checked_out_with_CRLF_loads_as_it_was_exported()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE notes (id integer PRIMARY KEY, note text)",
            "INSERT INTO notes VALUES (1, E'two\nlines'), (2, E'of\r\nDOS'), (3, 'plain'); INSERT INTO notes SELECT n, E'a\nb' FROM generate_series(4, 6000) n",
            new ExportOptions { Limit = 10_000 }
        );
        Assert.Equal("*.tsv -text\nsnapshot.json -text\n", await File.ReadAllTextAsync(shop.Path(".gitattributes")));
        await shop.Source.ExecuteAsync("DELETE FROM notes WHERE id = 2");
        await shop.ExportAsync(new ExportOptions { Limit = 10_000 });
        var exported = await File.ReadAllTextAsync(shop.Path("notes.tsv"));
        await File.WriteAllTextAsync(shop.Path("notes.tsv"), exported.Replace("\n", "\r\n", StringComparison.Ordinal));
        await shop.EditAsync("snapshot.json", "\n", "\r\n");

        var run = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
        TextAssert.DoesNotContain(run.Errors, "edited");
        await using var connection = await shop.Target.OpenAsync();
        var changed = await TestSql.RowsAsync(connection, "SELECT FROM notes WHERE strpos(note, chr(13)) > 0");
        Assert.Empty(changed);

        // Another edit beside it is one.
        await shop.EditAsync("notes.tsv", "plain", "edited");
        await shop.Target.ExecuteAsync("TRUNCATE notes");
        var edited = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        TextAssert.Contains(edited.Errors, "notes.tsv was edited");
    }

    [SkippableFact]
    public async Task Keeps_a_gitattributes_of_its_own()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(shop.Path(".gitattributes"), "* -text\n");

        await shop.ExportAsync();

        Assert.Equal("* -text\n", await File.ReadAllTextAsync(shop.Path(".gitattributes")));
    }

    [SkippableFact]
    public async Task Says_nothing_of_when_and_where_it_was_made()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var manifest = await File.ReadAllTextAsync(shop.Path("snapshot.json"));

        foreach (
            var telltale in new[]
            {
                shop.Source.Name,
                Environment.MachineName,
                "127.0.0.1",
                "postgresql",
                DateTime.UtcNow.Year.ToString(System.Globalization.CultureInfo.InvariantCulture) + "-",
            }
        )
            Assert.DoesNotContain(telltale, manifest, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task Loads_with_COPY_as_it_is()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using (var connection = await shop.Target.OpenAsync())
        {
            foreach (var (table, _) in Shop.Tables)
            {
                await using var copy = await connection.BeginTextImportAsync(
                    $"COPY {table} FROM STDIN (FORMAT csv, DELIMITER E'\\t', NULL '\\N', HEADER MATCH)"
                );
                await copy.WriteAsync(await File.ReadAllTextAsync(shop.Path($"{table}.tsv")));
            }
        }

        Assert.True((await shop.VerifyAsync()).Tables.All(table => table.Succeeded));
    }

    [SkippableFact]
    public async Task That_cannot_be_made_is_an_error_and_nothing_is_left_behind()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        var file = Path.Combine(shop.Parent, "file");
        await File.WriteAllTextAsync(file, "in the way");

        var below = await Tool.RunAsync(
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            Path.Combine(file, "snapshot")
        );
        var itself = await Tool.RunAsync("export", "--source", shop.Source.Url, "--snapshot", file);

        Assert.Equal(1, below.ExitCode);
        TextAssert.Contains(below.Errors, Path.Combine(file, "snapshot"));
        Assert.Equal(2, itself.ExitCode);
        TextAssert.Contains(itself.Errors, file);
        Assert.Equal("in the way", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(shop.Parent));
    }

    [SkippableFact]
    public async Task Whose_parent_is_write_protected_is_an_error_and_stays_as_it_was()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            throw new SkipException("Write protection does not stop root.");
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var before = await File.ReadAllTextAsync(shop.Path("snapshot.json"));
        File.SetUnixFileMode(shop.Parent, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var run = await Tool.RunAsync(
                "export",
                "--source",
                shop.Source.Url,
                "--snapshot",
                shop.Folder,
                "--limit",
                "1"
            );
            Assert.Equal(1, run.ExitCode);
            TextAssert.Contains(run.Errors, shop.Folder);
        }
        finally
        {
            File.SetUnixFileMode(
                shop.Parent,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }

        Assert.Equal(before, await File.ReadAllTextAsync(shop.Path("snapshot.json")));
    }

    [SkippableFact]
    public async Task Is_as_it_was_after_an_export_that_failed()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var kept = Path.Combine(shop.Parent, "kept");
        FolderDifference.Copy(shop.Folder, kept);
        await shop.Source.ExecuteAsync(
            """
            INSERT INTO customers (id, email) VALUES (0, 'zero@example.org');
            ALTER TABLE orders ADD previous integer REFERENCES orders;
            UPDATE orders SET previous = CASE id WHEN 10 THEN 13 ELSE id - 1 END
            """
        );

        await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            shop.ExportAsync(
                new ExportOptions
                {
                    Floor = 0,
                    Limit = 1,
                    Headroom = 0,
                }
            )
        );

        FolderDifference.AssertNone(kept, shop.Folder);
        Assert.Equal([kept, shop.Folder], Directory.GetFileSystemEntries(shop.Parent).Order());
    }

    [SkippableFact]
    public async Task That_is_none_is_named_by_import_and_verify()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        foreach (var verb in new[] { "import", "verify" })
        {
            var missing = await Tool.RunAsync(verb, "--target", shop.Target.Url, "--snapshot", shop.Folder);
            Assert.Equal(1, missing.ExitCode);
            TextAssert.Contains(missing.Errors, shop.Folder);

            var other = await Tool.RunAsync(verb, "--target", shop.Target.Url, "--snapshot", shop.Parent);
            Assert.Equal(1, other.ExitCode);
            TextAssert.Contains(other.Errors, shop.Parent, "snapshot.json");
        }
    }

    [SkippableFact]
    public async Task With_a_manifest_that_names_files_outside_is_refused()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        File.Move(shop.Path("items.tsv"), Path.Combine(shop.Parent, "items.tsv"));
        await shop.EditAsync("snapshot.json", "\"items.tsv\"", "\"../items.tsv\"");

        TextAssert.Contains((await shop.RefusalAsync()).Message, "items");
    }

    [SkippableFact]
    public async Task Of_a_newer_format_is_refused()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("snapshot.json", "\"format\": 1", "\"format\": 2");

        TextAssert.Contains((await shop.RefusalAsync()).Message, "snapshot.json", "2", "1");
    }

    [SkippableFact]
    public async Task Without_one_of_its_files_is_refused_with_the_names_of_all_that_are_missing()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        File.Delete(shop.Path("items.tsv"));
        File.Delete(shop.Path("customers.tsv"));

        TextAssert.Contains((await shop.RefusalAsync()).Message, "items.tsv", "customers.tsv");
    }
}
