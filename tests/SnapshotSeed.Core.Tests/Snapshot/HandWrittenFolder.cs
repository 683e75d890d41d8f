using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Snapshot;

/// <summary>Snapshot folders written by hand: a manifest and the text of each table's file.</summary>
internal static class HandWrittenFolder
{
    public static void Write(string folder, params (string Table, string Tsv)[] tables)
    {
        foreach (var (table, tsv) in tables)
            File.WriteAllText(Path.Combine(folder, $"{table}.tsv"), tsv);
        WriteManifest(folder, [.. tables.Select(table => Table(table.Table, table.Tsv))]);
    }

    public static void WriteManifest(string folder, params ManifestTable[] tables) =>
        File.WriteAllText(Path.Combine(folder, Manifest.FileName), ManifestJson.Write(new Manifest(null, [.. tables])));

    public static ManifestTable Table(string table, string tsv) =>
        new(
            CatalogNotation.Name(table),
            $"{table}.tsv",
            tsv.Count(c => c == '\n') - 1,
            0,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tsv))),
            [.. tsv.Split('\n')[0].Split('\t').Select(CatalogNotation.Text)],
            [],
            []
        );
}
