using ArchUnitNET.Loader;

namespace SnapshotSeed.Core.Tests.Architecture;

/// <summary>
/// The rooms of Core, the highest first: a room is a namespace, which is a folder. Each may use those below it and no other,
/// so two rooms never need each other.
/// </summary>
public sealed class RoomsOfCore
{
    private static readonly string[] Rooms =
    [
        "SnapshotSeed",
        "SnapshotSeed.Init",
        "SnapshotSeed.Export",
        "SnapshotSeed.Export.Checks",
        "SnapshotSeed.Export.Rows",
        "SnapshotSeed.Export.Fill",
        "SnapshotSeed.Export.Candidates",
        "SnapshotSeed.Export.Choice",
        "SnapshotSeed.Export.Eligibility",
        "SnapshotSeed.Export.Selection",
        "SnapshotSeed.Export.Plan",
        "SnapshotSeed.Export.Plan.Steps",
        "SnapshotSeed.Import",
        "SnapshotSeed.Import.Diagnose",
        "SnapshotSeed.Import.Execute",
        "SnapshotSeed.Import.Plan",
        "SnapshotSeed.Import.Plan.Operations",
        "SnapshotSeed.Import.Fit",
        "SnapshotSeed.Verify",
        "SnapshotSeed.Matching",
        "SnapshotSeed.Migrations",
        "SnapshotSeed.Snapshot.Writing",
        "SnapshotSeed.Snapshot",
        "SnapshotSeed.Snapshot.Tsv",
        "SnapshotSeed.Catalog",
        "SnapshotSeed.Catalog.Queries",
        "SnapshotSeed.Graph",
        "SnapshotSeed.Postgres",
        "SnapshotSeed.Results",
        "SnapshotSeed.Options.Declared",
        "SnapshotSeed.Options",
        "SnapshotSeed.Problems",
        "SnapshotSeed.Model",
    ];

    private static readonly string[] Strangers = ["CommandLine", "Serilog", "Spectre", "SnapshotSeed.Cli"];

    private static readonly Lazy<List<Arrow>> Arrows = new(() =>
        [
            .. new ArchLoader()
                .LoadAssemblies(typeof(SnapshotExporter).Assembly)
                .Build()
                .Types.Where(type => IsOurs(type.Namespace.FullName))
                .SelectMany(
                    type => type.Dependencies.Select(dependency => dependency.Target),
                    (type, target) =>
                        new Arrow(type.FullName, type.Namespace.FullName, target.FullName, target.Namespace.FullName)
                )
                .Distinct(),
        ]
    );

    [Fact]
    public void Use_only_rooms_below_them() => Assert.Empty(Upward(Arrows.Value));

    [Fact]
    public void Are_all_on_the_list() =>
        Assert.DoesNotContain(Arrows.Value.Select(arrow => arrow.From).Distinct(), room => !Rooms.Contains(room));

    [Fact]
    public void Do_not_know_the_tool() =>
        Assert.DoesNotContain(
            Arrows.Value,
            arrow => Strangers.Any(name => arrow.To.StartsWith(name, StringComparison.Ordinal))
        );

    [Fact]
    public void Leave_the_commands_of_Npgsql_to_one_room() =>
        Assert.DoesNotContain(
            Arrows.Value,
            arrow =>
                arrow.From != "SnapshotSeed.Postgres"
                && arrow.Target is "Npgsql.NpgsqlCommand" or "Npgsql.NpgsqlBatch" or "Npgsql.NpgsqlBatchCommand"
        );

    [Fact]
    public void An_arrow_that_points_up_is_found()
    {
        var planted = new Arrow("Table", "SnapshotSeed.Model", "LoadPlan", "SnapshotSeed.Import.Plan");

        Assert.Equal([planted], Upward([planted, .. Arrows.Value]));
    }

    private static IEnumerable<Arrow> Upward(IEnumerable<Arrow> arrows) =>
        arrows.Where(arrow => IsOurs(arrow.To) && Array.IndexOf(Rooms, arrow.From) > Array.IndexOf(Rooms, arrow.To));

    private static bool IsOurs(string name) =>
        name == "SnapshotSeed" || name.StartsWith("SnapshotSeed.", StringComparison.Ordinal);

    /// <summary>A type uses another one.</summary>
    private sealed record Arrow(string Type, string From, string Target, string To);
}
