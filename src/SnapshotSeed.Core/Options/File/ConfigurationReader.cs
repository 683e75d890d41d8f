using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.File;

/// <summary>Takes a configuration out of its JSON, and collects what is wrong with it.</summary>
/// <param name="file">The file's name.</param>
/// <param name="variable">Looks a variable up.</param>
internal sealed partial class ConfigurationReader(string file, Func<string, string?> variable)
{
    private readonly List<(int Line, string Text)> problems = [];

    /// <summary>The names that were known, for each object that was read.</summary>
    public List<IReadOnlyCollection<string>> Known { get; } = [];

    private SnapshotConfiguration configuration = new();

    /// <exception cref="SnapshotSeedException">Something is wrong.</exception>
    public SnapshotConfiguration Read(JsonTree root)
    {
        ReadMembers(
            root,
            new()
            {
                ["$schema"] = value => Text(value),
                ["source"] = value => configuration = configuration with { Source = Address(value) },
                ["target"] = value => configuration = configuration with { Target = Address(value) },
                ["snapshot"] = value => configuration = configuration with { Snapshot = Text(value) },
                ["limit"] = value => Export(options => options with { Limit = Number(value) ?? options.Limit }),
                ["floor"] = value => Export(options => options with { Floor = Number(value) }),
                ["headroom"] = value => Export(options => options with { Headroom = Number(value) }),
                ["order"] = value => Export(options => options with { Order = Order(value) ?? options.Order }),
                ["schemas"] = value => Export(options => options with { Schemas = Texts(value) }),
                ["exclude"] = value => Export(options => options with { Exclude = Texts(value) }),
                ["onConflict"] = value =>
                    Import(options => options with { OnConflict = OneOf<ConflictMode>(value) ?? options.OnConflict }),
                ["ids"] = value => Import(options => options with { AssignIds = Assigns(value) ?? options.AssignIds }),
                ["null"] = value => Import(options => options with { Null = Text(value) ?? options.Null }),
                ["drift"] = value =>
                    Import(options => options with { Adapt = OneOf<DriftMode>(value) == DriftMode.Adapt }),
                ["migration"] = value =>
                    Import(options => options with { Migration = OneOf<MigrationMode>(value) ?? options.Migration }),
                ["time"] = ReadTime,
                ["allowTargets"] = value => Import(options => options with { AllowTargets = Texts(value) }),
                ["migrationTables"] = value => ReadEntries(value, MigrationTable),
                ["groups"] = value => ReadEntries(value, Group),
                ["tables"] = value => ReadEntries(value, ReadTable),
                ["references"] = value =>
                    References([.. Elements(value).Select(Reference).OfType<(string, string, string?)>()]),
                ["include"] = value =>
                    Export(options =>
                        options with
                        {
                            Include = [.. Elements(value).Select(Include).OfType<(string, string, int)>()],
                        }
                    ),
            }
        );
        if (problems.Count == 0)
            return configuration;
        throw SnapshotSeedException.ForProblems(
            $"{file} is not understood",
            problems.OrderBy(problem => problem.Line).Select(problem => $"line {problem.Line}: {problem.Text}"),
            "Correct the lines named.",
            FailureKind.WrongUsage
        );
    }

    private void ReadTable(string table, JsonTree entry) =>
        ReadMembers(
            entry,
            new()
            {
                ["limit"] = value =>
                    Export(options => options with { TableLimits = Set(options.TableLimits, table, Number(value)) }),
                ["floor"] = value =>
                    Export(options => options with { TableFloors = Set(options.TableFloors, table, Number(value)) }),
                ["order"] = value =>
                    Export(options => options with { TableOrders = Set(options.TableOrders, table, Order(value)) }),
                ["where"] = value =>
                    Export(options => options with { Where = Add(options.Where, table, [Text(value) ?? "true"]) }),
                ["columns"] = value => ReadEntries(value, (column, entry) => ReadColumn(table, column, entry)),
                ["onConflict"] = value =>
                    Import(options =>
                        options with
                        {
                            TableConflicts = Set(options.TableConflicts, table, OneOf<ConflictMode>(value)),
                        }
                    ),
                ["ids"] = value =>
                    Import(options =>
                        options with
                        {
                            TableAssignIds = Set(options.TableAssignIds, table, Assigns(value)),
                        }
                    ),
                ["key"] = value =>
                    Import(options => options with { TableKeys = options.TableKeys.With(table, Texts(value)) }),
                ["with"] = value => Export(options => options with { With = Add(options.With, table, Texts(value)) }),
            }
        );

    private static IDictionary<string, ImmutableArray<string>> Add(
        IDictionary<string, ImmutableArray<string>> values,
        string table,
        ImmutableArray<string> texts
    ) => values.With(table, values.TryGetValue(table, out var before) ? [.. before, .. texts] : texts);

    private void ReadColumn(string table, string column, JsonTree entry) =>
        ReadMembers(
            entry,
            new()
            {
                ["skip"] = value =>
                {
                    if (Flag(value))
                        Export(options =>
                            options with
                            {
                                SkippedColumns = Add(options.SkippedColumns, table, [column]),
                            }
                        );
                },
            }
        );

    private void ReadTime(JsonTree entry) =>
        ReadMembers(
            entry,
            new()
            {
                ["rebase"] = value => Import(options => options with { Rebase = Moment(value) }),
                ["exclude"] = value => Import(options => options with { RebaseExclude = Texts(value) }),
                ["newest"] = value => Import(options => options with { RebaseNewest = Texts(value) }),
            }
        );

    private TimeRebase? Moment(JsonTree value)
    {
        try
        {
            return Text(value) is { } text ? TimeRebase.Parse(text) : null;
        }
        catch (FormatException e)
        {
            Tell(value, e.Message);
            return null;
        }
    }

    private void MigrationTable(string table, JsonTree column)
    {
        if (Text(column) is { } name)
            Both(
                export => export with { MigrationTables = export.MigrationTables.With(table, name) },
                import => import with { MigrationTables = import.MigrationTables.With(table, name) }
            );
    }

    private void Group(string name, JsonTree members)
    {
        var texts = Texts(members);
        Both(
            export => export with { Groups = export.Groups.With(name, texts) },
            import => import with { Groups = import.Groups.With(name, texts) }
        );
    }

    private void References(ImmutableArray<(string From, string To, string? Where)> references) =>
        Both(export => export with { References = references }, import => import with { References = references });

    private (string From, string To, string? Where)? Reference(JsonTree entry)
    {
        var (from, to, condition) = ((string?)null, (string?)null, (string?)null);
        ReadMembers(
            entry,
            new()
            {
                ["from"] = value => from = Text(value),
                ["to"] = value => to = Text(value),
                ["where"] = value => condition = Text(value),
            }
        );
        if (from is not null && to is not null)
            return (from, to, condition);
        Tell(entry, "an entry of references needs from and to");
        return null;
    }

    private (string Table, string Condition, int Children)? Include(JsonTree entry)
    {
        var (table, condition, children) = ((string?)null, (string?)null, 0);
        ReadMembers(
            entry,
            new()
            {
                ["table"] = value => table = Text(value),
                ["where"] = value => condition = Text(value),
                ["children"] = value => children = Number(value) ?? 0,
            }
        );
        if (table is not null && condition is not null)
            return (table, condition, children);
        Tell(entry, "an entry of include needs table and where");
        return null;
    }

    private void Both(Func<ExportOptions, ExportOptions> export, Func<ImportOptions, ImportOptions> import) =>
        configuration = configuration with
        {
            Export = export(configuration.Export),
            Import = import(configuration.Import),
        };

    private void Import(Func<ImportOptions, ImportOptions> change) =>
        configuration = configuration with { Import = change(configuration.Import) };

    private void Export(Func<ExportOptions, ExportOptions> change) =>
        configuration = configuration with { Export = change(configuration.Export) };

    private static IDictionary<string, T> Set<T>(IDictionary<string, T> values, string table, object? value) =>
        value is T known ? values.With(table, known) : values;

    private void ReadMembers(JsonTree entry, Dictionary<string, Action<JsonTree>> known)
    {
        Known.Add(known.Keys);
        ReadEntries(
            entry,
            (name, value) =>
            {
                if (known.TryGetValue(name, out var read))
                    read(value);
                else
                    Tell(value, $"{name} is not known here; did you mean {Nearest.To(name, known.Keys)}?");
            }
        );
    }

    private void ReadEntries(JsonTree entry, Action<string, JsonTree> read)
    {
        if (entry.Kind != JsonTokenType.StartObject)
            Tell(entry, "an object is expected: { … }");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in entry.Members)
        {
            if (!names.Add(name))
                Tell(value, $"{name} stands here twice");
            read(name, value);
        }
    }

    private List<JsonTree> Elements(JsonTree value)
    {
        if (value.Kind != JsonTokenType.StartArray)
            Tell(value, "a list is expected: [ … ]");
        return value.Elements;
    }

    private ImmutableArray<string> Texts(JsonTree value) => [.. Elements(value).Select(Text).OfType<string>()];

    private string? Text(JsonTree value)
    {
        if (value.Kind != JsonTokenType.String)
            Tell(value, "a text is expected");
        return value.Value as string;
    }

    private bool Flag(JsonTree value)
    {
        if (value.Kind is not (JsonTokenType.True or JsonTokenType.False))
            Tell(value, "true or false is expected");
        return value.Kind == JsonTokenType.True;
    }

    private int? Number(JsonTree value)
    {
        if (value.Value is long and >= 0 and <= int.MaxValue)
            return (int)(long)value.Value;
        Tell(value, "a number of rows is expected, 0 or more");
        return null;
    }

    private T? OneOf<T>(JsonTree value)
        where T : struct, Enum
    {
        var text = Text(value);
        foreach (var known in Enum.GetValues<T>())
        {
            if (Name(known) == text)
                return known;
        }

        if (text is not null)
            Tell(value, $"one of {string.Join(", ", Enum.GetValues<T>().Select(Name))} is expected");
        return null;

        static string Name(T name) => name.ToString().ToLowerInvariant();
    }

    private bool? Assigns(JsonTree value) => OneOf<IdMode>(value) is { } mode ? mode == IdMode.Assign : null;

    private string? Order(JsonTree value)
    {
        try
        {
            return Text(value) is { } text ? ChoiceOrder.Parse(text).ToString() : null;
        }
        catch (FormatException e)
        {
            Tell(value, e.Message);
            return null;
        }
    }

    /// <summary>A text in which variables stand.</summary>
    private string? Address(JsonTree value)
    {
        var text = Text(value);
        return text is null
            ? null
            : Variable()
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
    }

    private void Tell(JsonTree value, string problem) => problems.Add((value.Line, problem));

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Variable();
}
