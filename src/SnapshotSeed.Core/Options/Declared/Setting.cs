using System.Collections.Immutable;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.Declared;

/// <summary>Declared once: command line, file and schema, help, documentation and messages follow from it.</summary>
internal sealed partial class Setting(string property, string help) : NamedOption
{
    /// <summary>Without hyphens; null for an option that only a file has.</summary>
    public string? Option { get; init; }

    /// <summary>A placeholder such as <c>N</c>; null for a switch.</summary>
    public string? Meta { get; init; }

    public ToolCommands Commands { get; init; }

    /// <summary>They take it so that arguments of other commands can be passed on, and do not show it.</summary>
    public ToolCommands HiddenIn { get; init; }

    /// <summary>Where it does not do the same in all commands.</summary>
    public ImmutableArray<(ToolCommands Commands, string Help, string? Default)> Variants { get; init; } = [];

    /// <summary>What holds without it, in words.</summary>
    public string? Default { get; init; }

    /// <summary>The environment variable that stands in for it.</summary>
    public string? Variable { get; init; }

    /// <summary>For several tables.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Where the documentation has more about what only a file can say.</summary>
    public string? See { get; init; }

    /// <summary>The key in a file: <c>limit</c>, or <c>time.rebase</c>.</summary>
    public string? Key { get; init; }

    /// <summary>The key within a table of a file, such as <c>limit</c> in <c>tables.orders</c>.</summary>
    public string? TableKey { get; init; }

    public string? TableHelp { get; init; }

    public string? ColumnKey { get; init; }

    public ValueForm Form { get; init; } = KnownForms.Switch;

    public TableSyntax? Syntax { get; init; }

    /// <summary>Its names may be patterns and groups, each for several tables.</summary>
    public bool TakesSeveral { get; init; }

    public Func<SnapshotConfiguration, object, SnapshotConfiguration>? Set { get; init; }

    public Func<SnapshotConfiguration, string, object, SnapshotConfiguration>? SetOfTable { get; init; }

    public Func<SnapshotConfiguration, string, string, object, SnapshotConfiguration>? SetOfColumn { get; init; }

    /// <summary>Removes what a file says before the command line says it.</summary>
    public Func<SnapshotConfiguration, SnapshotConfiguration>? Clear { get; init; }

    public override string InLibrary => property;

    /// <summary>With <c>T</c> for a table and <c>C</c> for a column.</summary>
    public IEnumerable<string> Keys =>
        new[]
        {
            Key,
            TableKey is null ? null : $"tables.T.{TableKey}",
            ColumnKey is null ? null : $"tables.T.columns.C.{ColumnKey}",
        }.OfType<string>();

    public override string InTool(string file) =>
        Option is null ? $"{Key ?? TableKey ?? ColumnKey} in {file}"
        : Variable is null ? $"--{Option}"
        : $"{Variable} or --{Option}";

    /// <summary>As <c>--drift adapt</c>, or <c>Drift = DriftMode.Adapt</c>.</summary>
    public NamedOption As(string value) => new GivenOption(this, value);

    public NamedOption Of(string table) => new TableOption(this, table);

    public (string Help, string? Default) In(ToolCommands command)
    {
        var variant = Variants.FirstOrDefault(variant => (variant.Commands & command) != 0);
        return variant.Help is null ? (help, Default) : (variant.Help, variant.Default ?? Default);
    }

    public string HelpOfTable => TableHelp ?? help;

    /// <exception cref="FormatException">A text has another form; the message says which one is expected.</exception>
    public SnapshotConfiguration Apply(SnapshotConfiguration configuration, IReadOnlyList<string> texts)
    {
        configuration = Clear?.Invoke(configuration) ?? configuration;
        if (Syntax is null || SetOfTable is null)
        {
            var given = Form.Parse(texts);
            return Set?.Invoke(configuration, given) ?? configuration;
        }

        foreach (var text in Syntax.Separator == '=' ? texts.SelectMany(NamesForm.Split) : texts)
        {
            var (table, value) = Syntax.Split(text);
            configuration = SetOfTable(configuration, table, ValueOfTable(value));
        }

        return configuration;
    }

    private object ValueOfTable(string text)
    {
        try
        {
            return Form.Parse([text]);
        }
        catch (FormatException)
        {
            throw new FormatException(Syntax!.Expected);
        }
    }

    private sealed class GivenOption(Setting setting, string value) : NamedOption
    {
        public override string InLibrary => $"{setting.InLibrary} = {setting.Form.InCode(value)}";

        public override string InTool(string file) =>
            setting.Option is null ? $"\"{setting.Key}\": \"{value}\" in {file}" : $"--{setting.Option} {value}";
    }

    private sealed class TableOption(Setting setting, string table) : NamedOption
    {
        public override string InLibrary => $"Tables[\"{table}\"].{setting.InLibrary.Split('.')[^1]}";

        public override string InTool(string file) =>
            setting.Syntax is null ? $"tables.{table}.{setting.TableKey} in {file}" : $"--{setting.Option} {table}";
    }
}
