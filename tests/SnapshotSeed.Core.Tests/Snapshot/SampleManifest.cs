using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Snapshot;

/// <summary>A manifest with one of everything.</summary>
internal static class SampleManifest
{
    private static readonly TableName Users = new("public", "users");
    private static readonly TableName Events = new("Audit log", "events \"old\"");

    public static Manifest Create() =>
        new(
            new MigrationVersion(new TableName("public", "schema_migrations"), "20261101_größe"),
            [
                new ManifestTable(
                    Users,
                    "users.tsv",
                    104,
                    100,
                    new string('0', 64),
                    [
                        new("id", "bigint") { IsNullable = false, Identity = IdentityKind.Always },
                        new("email", "public.citext") { IsNullable = false },
                        new("nick", "character varying(20)"),
                    ],
                    [new("users_pkey", ["id"]) { IsPrimary = true }, new("users_email_key", ["email"])],
                    []
                )
                {
                    Types = [new("public.\"Größe\"", "numeric(10,2)"), new("public.pair", "(a integer, \"B b\" text)")],
                },
                new ManifestTable(
                    Events,
                    "Audit%20log.events%20%22old%22.tsv",
                    7,
                    7,
                    new string('f', 64),
                    [
                        new("n", "integer") { IsNullable = false, Identity = IdentityKind.ByDefault },
                        new("user", "bigint"),
                        new("on", "date"),
                    ],
                    [],
                    [new ForeignKey("events_fk", Events, ["user", "on"], Users, ["id", "email"])]
                ),
                new ManifestTable(new("public", "flags"), "flags.tsv", 0, 0, new string('a', 64), [], [], []),
            ]
        )
        {
            Sequences = [new(new TableName("public", "hibernate_sequence"), 1001), new(Events, -7)],
        };
}
