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
            options.AssignIds,
            options.Null,
            options.KeepGoing,
            options.TruncateFirst,
            options.TriggersOff,
            options.RefreshViews,
            options.Adapt,
            options.Migration,
            options.Stamp,
            options.StampVersion,
            Moment(options)
        );
        foreach (
            var names in new[] { options.Tables, options.AllowTargets, options.RebaseExclude, options.RebaseNewest }
        )
            text.Append("\n-\n").AppendJoin('\n', names);
        text.Append("\n-\n").AppendJoin('\n', options.References);
        text.Append("\n-\n").AppendJoin('\n', options.MigrationTables);
        text.Append("\n-\n")
            .AppendJoin('\n', options.Groups.Select(group => $"{group.Key}: {string.Join(' ', group.Value)}"));
        text.Append("\n-\n").AppendJoin('\n', options.TableConflicts);
        text.Append("\n-\n").AppendJoin('\n', options.TableAssignIds);
        text.Append("\n-\n")
            .AppendJoin('\n', options.TableKeys.Select(key => $"{key.Key}: {string.Join(' ', key.Value)}"));
        return text.ToString();
    }

    /// <summary>Times that are shifted to the present change once a day.</summary>
    private static string Moment(ImportOptions options) =>
        options.Rebase is not { } rebase
            ? ""
            : (rebase.Moment ?? (options.Clock ?? TimeProvider.System).GetUtcNow().Date).ToString(
                "O",
                CultureInfo.InvariantCulture
            );
}
