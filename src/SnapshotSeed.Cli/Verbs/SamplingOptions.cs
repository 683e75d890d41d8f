using System.Collections.Immutable;
using System.Globalization;
using CommandLine;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>What to take from the source: shared by export, refresh and plan.</summary>
internal abstract class SamplingOptions : CommonOptions, ISourceOption, ISnapshotOption
{
    public string? Source { get; set; }

    public string? Snapshot { get; set; }

    [Option(
        "limit",
        MetaValue = "N",
        HelpText = "Rows to take of every table. Rows that others reference may come on top. Default: 100."
    )]
    public int? Limit { get; set; }

    [Option(
        "floor",
        MetaValue = "N",
        HelpText = "Rows that every table with data gets even if that takes others beyond limit and headroom. Default: a "
            + "tenth of the limit, at least 1 and at most 10."
    )]
    public int? Floor { get; set; }

    [Option(
        "headroom",
        MetaValue = "N",
        HelpText = "Rows that a table may have beyond its limit because others reference them. Default: the largest limit."
    )]
    public int? Headroom { get; set; }

    [Option(
        "table-limit",
        Separator = ',',
        MetaValue = "T=N",
        HelpText = "The limit of one table; may be given several times."
    )]
    public IEnumerable<string> TableLimits { get; set; } = [];

    [Option(
        "exclude",
        Separator = ',',
        MetaValue = "T,...",
        HelpText = "Tables to leave out, and with them the rows that reference their rows."
    )]
    public IEnumerable<string> Exclude { get; set; } = [];

    [Option(
        "order",
        MetaValue = "ORDER",
        HelpText = "Which rows come first: key (the default), newest (by key or newest:COLUMN), random:SEED, "
            + "coverage (rows that show another enum value, flag, NULL or rare value)."
    )]
    public string? Order { get; set; }

    [Option(
        "where",
        MetaValue = "\"T: SQL\"",
        HelpText = "A condition on the rows of a table; what fails it, or references such a row, stays out. May be "
            + "given several times."
    )]
    public IEnumerable<string> Where { get; set; } = [];

    [Option(
        "include",
        MetaValue = "\"T: SQL\"",
        HelpText = "Rows that the snapshot always has, with what they reference. May be given several times."
    )]
    public IEnumerable<string> Include { get; set; } = [];

    [Option(
        "with",
        Separator = ',',
        MetaValue = "T=CHILD",
        HelpText = "A row of T brings all rows of CHILD that reference it. May be given several times."
    )]
    public IEnumerable<string> With { get; set; } = [];

    [Option("schemas", Separator = ',', MetaValue = "S,...", HelpText = "The schemas to take. Default: all.")]
    public IEnumerable<string> Schemas { get; set; } = [];

    /// <summary>What the command line says, and for the rest the configuration.</summary>
    /// <param name="tables">The tables to sample.</param>
    /// <param name="configured">The configuration.</param>
    public ExportOptions ExportOptions(IEnumerable<string> tables, ExportOptions configured) =>
        configured with
        {
            Limit = Limit ?? configured.Limit,
            Floor = Floor ?? configured.Floor,
            Headroom = Headroom ?? configured.Headroom,
            Order = Order is null ? configured.Order : ChoiceOrder.Parse(Order, Setting.Order).ToString(),
            TableOrders = Order is null ? configured.TableOrders : new ByTable<string>(),
            TableLimits = NameList
                .Join(TableLimits)
                .Select(ParseLimit)
                .Aggregate(configured.TableLimits, (limits, limit) => limits.With(limit.Table, limit.Rows)),
            Tables = Given(NameList.Join(tables), configured.Tables),
            Exclude = Given(NameList.Join(Exclude), configured.Exclude),
            Where = Given(Where.Select(text => ParseCondition("where", text)), configured.Where),
            With = Given(NameList.Join(With).Select(ParsePair), configured.With),
            Include = Given(
                [
                    .. Include
                        .Select(text => ParseCondition("include", text))
                        .Select(rows => (rows.Table, rows.Condition, Children: 0)),
                ],
                configured.Include
            ),
            Schemas = Given(NameList.Join(Schemas), configured.Schemas),
        };

    private static ImmutableArray<T> Given<T>(ImmutableArray<T> given, ImmutableArray<T> configured) =>
        given.IsEmpty ? configured : given;

    private static IDictionary<string, ImmutableArray<string>> Given(
        IEnumerable<(string Table, string Text)> given,
        IDictionary<string, ImmutableArray<string>> configured
    ) => given.ToList() is { Count: > 0 } pairs ? pairs.ToNamedTexts() : configured;

    private static (string Table, string Child) ParsePair(string text) =>
        text.Split('=') is [{ Length: > 0 } table, { Length: > 0 } child]
            ? (table, child)
            : throw new ToolException(
                Printable.Of($"--with {text}: not of the form TABLE=CHILD"),
                "For example: --with orders=order_lines.",
                FailureKind.WrongUsage
            );

    private static (string Table, string Condition) ParseCondition(string option, string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        if (at > 0 && !string.IsNullOrWhiteSpace(text[(at + 1)..]))
            return (text[..at].Trim(), text[(at + 1)..].Trim());
        throw new ToolException(
            Printable.Of($"--{option} {text}: not of the form \"TABLE: CONDITION\""),
            $"For example: --{option} \"orders: status <> 'draft'\".",
            FailureKind.WrongUsage
        );
    }

    private static (string Table, int Rows) ParseLimit(string text)
    {
        var at = text.LastIndexOf('=');
        if (
            at > 0
            && int.TryParse(
                text.AsSpan(at + 1),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var rows
            )
        )
            return (text[..at], rows);
        throw new ToolException(
            Printable.Of($"--table-limit {text}: not of the form TABLE=NUMBER"),
            "For example: --table-limit content_tags=80.",
            FailureKind.WrongUsage
        );
    }
}
