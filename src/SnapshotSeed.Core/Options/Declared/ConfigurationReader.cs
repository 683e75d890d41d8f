using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.Declared;

/// <summary>Reads a configuration from its JSON by the declared options, and collects the problems.</summary>
internal sealed partial class ConfigurationReader(string file, Func<string, string?> variable)
{
    private readonly List<(int Line, string Text)> problems = [];

    private SnapshotConfiguration configuration = new();

    /// <exception cref="SnapshotSeedException">There are problems.</exception>
    public SnapshotConfiguration Read(JsonTree root)
    {
        var known = Keys("");
        known["$schema"] = value => Text(value);
        known["time"] = entry => ReadMembers(entry, Keys("time."));
        known["tables"] = entry => ReadEntries(entry, ReadTable);
        ReadMembers(root, known);
        if (problems.Count == 0)
            return configuration;
        throw SnapshotSeedException.ForProblems(
            $"cannot read {file}",
            problems.OrderBy(problem => problem.Line).Select(problem => $"line {problem.Line}: {problem.Text}"),
            "Correct these lines.",
            FailureKind.WrongUsage
        );
    }

    private Dictionary<string, Action<JsonTree>> Keys(string prefix) =>
        Setting
            .All.Where(setting => setting.Key is { } key && key.LastIndexOf('.') + 1 == prefix.Length)
            .Where(setting => setting.Key!.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(
                setting => setting.Key![prefix.Length..],
                setting => Reading(setting, (all, value) => setting.Set!(all, value))
            );

    private void ReadTable(string table, JsonTree entry)
    {
        var known = Setting
            .All.Where(setting => setting.TableKey is not null)
            .ToDictionary(
                setting => setting.TableKey!,
                setting => Reading(setting, (all, value) => setting.SetOfTable!(all, table, value))
            );
        known["columns"] = columns => ReadEntries(columns, (column, entry) => ReadColumn(table, column, entry));
        ReadMembers(entry, known);
    }

    private void ReadColumn(string table, string column, JsonTree entry) =>
        ReadMembers(
            entry,
            Setting
                .All.Where(setting => setting.ColumnKey is not null)
                .ToDictionary(
                    setting => setting.ColumnKey!,
                    setting => Reading(setting, (all, value) => setting.SetOfColumn!(all, table, column, value))
                )
        );

    private Action<JsonTree> Reading(Setting setting, Func<SnapshotConfiguration, object, SnapshotConfiguration> set) =>
        value =>
        {
            if (setting.Form.Read(value, this) is { } read)
                configuration = set(configuration, read);
        };

    public void ReadMembers(JsonTree entry, Dictionary<string, Action<JsonTree>> known) =>
        ReadEntries(
            entry,
            (name, value) =>
            {
                if (known.TryGetValue(name, out var read))
                    read(value);
                else
                    Tell(value, $"unknown key {name}; did you mean {Nearest.To(name, known.Keys)}?");
            }
        );

    /// <summary>An object of any keys, each once.</summary>
    public void ReadEntries(JsonTree entry, Action<string, JsonTree> read)
    {
        if (entry.Kind != JsonTokenType.StartObject)
            Tell(entry, "expected an object: { … }");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in entry.Members)
        {
            if (!names.Add(name))
                Tell(value, $"duplicate key {name}");
            read(name, value);
        }
    }

    public List<JsonTree> Elements(JsonTree value)
    {
        if (value.Kind != JsonTokenType.StartArray)
            Tell(value, "expected an array: [ … ]");
        return value.Elements;
    }

    public ImmutableArray<string> Texts(JsonTree value) => [.. Elements(value).Select(Text).OfType<string>()];

    public string? Text(JsonTree value)
    {
        if (value.Kind != JsonTokenType.String)
            Tell(value, "expected a string");
        return value.Value as string;
    }

    public string WithVariables(JsonTree value, string text) =>
        Variable()
            .Replace(
                text,
                match =>
                {
                    var name = match.Groups["name"].Value;
                    if (variable(name) is { } found)
                        return found;
                    Tell(value, $"the variable {name} is not set");
                    return "";
                }
            );

    public void Tell(JsonTree value, string problem) => problems.Add((value.Line, problem));

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Variable();
}
