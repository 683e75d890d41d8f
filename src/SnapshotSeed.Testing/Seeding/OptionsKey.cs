using System.Globalization;
using System.Text;
using SnapshotSeed.Options;

namespace SnapshotSeed.Testing;

/// <summary>A text that differs for options that load a snapshot differently.</summary>
internal static class OptionsKey
{
    public static string Of(ImportOptions options)
    {
        var text = new StringBuilder();
        text.AppendJoin(
            '\n',
            options.OnConflict,
            options.Ids,
            options.Null,
            options.KeepGoing,
            options.TruncateFirst,
            options.Triggers,
            options.RefreshViews,
            options.Drift,
            options.Migration,
            options.StampMigration,
            Moment(options)
        );
        foreach (var names in new[] { options.Only, options.AllowTargets, options.Time.Exclude, options.Time.Newest })
            text.Append("\n-\n").AppendJoin('\n', names);
        text.Append("\n-\n").AppendJoin('\n', options.References.Select(reference => $"{reference} {reference.Where}"));
        text.Append("\n-\n").AppendJoin('\n', options.MigrationTables);
        text.Append("\n-\n")
            .AppendJoin('\n', options.Groups.Select(group => $"{group.Key}: {string.Join(' ', group.Value)}"));
        foreach (var (name, table) in options.Tables)
            text.Append("\n-\n").AppendJoin('\n', [name, table.OnConflict, table.Ids, .. table.Key]);
        return text.ToString();
    }

    /// <summary>Times that are shifted to the present change once a day.</summary>
    private static string Moment(ImportOptions options) =>
        options.Time.Rebase is not { } rebase
            ? ""
            : (rebase.Moment ?? (options.Clock ?? TimeProvider.System).GetUtcNow().Date).ToString(
                "O",
                CultureInfo.InvariantCulture
            );
}
