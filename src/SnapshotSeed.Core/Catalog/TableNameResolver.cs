using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

/// <summary>Names are table or schema.table; where several tables are allowed also a pattern or a group.</summary>
internal sealed class TableNameResolver(
    IEnumerable<TableName> known,
    IDictionary<string, ImmutableArray<string>>? groups = null,
    IReadOnlyDictionary<TableName, string>? others = null,
    IReadOnlyDictionary<TableName, ImmutableArray<TableName>>? partitions = null
)
{
    // As many as a reader looks through.
    private const int MostShown = 20;

    private readonly IDictionary<string, ImmutableArray<string>> groups =
        groups ?? new ByTable<ImmutableArray<string>>();

    private readonly List<TableName> known = [.. known.Order()];

    /// <exception cref="SnapshotSeedException">Names fit no table or several. The error lists all.</exception>
    public IReadOnlySet<TableName> Resolve(IEnumerable<string> specs, Setting option) =>
        Resolve(specs, option, _ => false).Tables;

    /// <summary>The same where tables may be gone. A name that resembles one that exists is a typing error.</summary>
    /// <returns>The tables, and the names of those that are gone.</returns>
    /// <exception cref="SnapshotSeedException">Names are misspelt or fit several tables.</exception>
    public (IReadOnlySet<TableName> Tables, ImmutableArray<string> Absent) ResolveExisting(
        IEnumerable<string> specs,
        Setting option
    ) => Resolve(specs, option, spec => !IsPattern(spec) && !IsMisspelt(spec));

    /// <summary>Whether a name fits no table.</summary>
    public bool IsUnknown(string spec) => Matches(spec).Count == 0;

    /// <summary>Whether a name that fits no table or group resembles one.</summary>
    public bool IsMisspelt(string spec) =>
        groups.Keys.Any(group => group != spec && Nearest.Resembles(spec, group))
        || known.Exists(table => Nearest.Resembles(spec, table.Name) || Nearest.Resembles(spec, table.Qualified));

    private (IReadOnlySet<TableName> Tables, ImmutableArray<string> Absent) Resolve(
        IEnumerable<string> specs,
        Setting option,
        Func<string, bool> mayBeAbsent
    )
    {
        var takesSeveral = option.TakesSeveral;
        if (takesSeveral)
            CheckGroups();
        var problems = new List<MessageTemplate>();
        var unknown = new List<string>();
        var resolved = new HashSet<TableName>();
        var absent = ImmutableArray.CreateBuilder<string>();
        foreach (var spec in (takesSeveral ? Members(specs, []) : specs).Distinct(StringComparer.Ordinal))
        {
            var matches = Matches(spec);
            if (matches.Count == 0 && takesSeveral)
                matches = MatchesOfPattern(spec);
            if (matches.Count == 0 && PartitionsOf(spec) is { IsEmpty: false } parts)
            {
                if (takesSeveral)
                    resolved.UnionWith(parts);
                else
                    problems.Add(
                        $"{option}: {spec} is exported by its partitions; name one of them: {string.Join(", ", parts)}"
                    );
            }
            else if (matches.Count == 1 || (takesSeveral && IsPattern(spec) && matches.Count > 0))
                resolved.UnionWith(matches);
            else if (matches.Count > 0)
                problems.Add(
                    $"{option}: ambiguous table {spec}: {string.Join(" or ", matches.Select(m => m.Qualified))}"
                );
            else if (mayBeAbsent(spec))
                absent.Add(spec);
            else
            {
                problems.Add($"{option}: there is no table {spec}{WhatItIs(spec)}");
                unknown.Add(spec);
            }
        }

        if (problems.Count > 0)
            throw new SnapshotSeedException(
                MessageTemplate.Lines(problems),
                WhatExists(unknown),
                FailureKind.WrongUsage
            );
        return (resolved, absent.ToImmutable());
    }

    /// <exception cref="SnapshotSeedException">A group has no members, or contains itself.</exception>
    private void CheckGroups()
    {
        foreach (var group in groups.Keys)
            _ = Members([group], []).Count();
    }

    private ImmutableArray<TableName> PartitionsOf(string spec) =>
        partitions is not null && Matches(spec, partitions.Keys.Order()) is [var root, ..] ? partitions[root] : [];

    private string WhatItIs(string spec) =>
        others is not null && Matches(spec, others.Keys.Order()) is [var other, ..] ? $": it is {others[other]}" : "";

    /// <summary>Starts with the tables whose names are nearest to the unknown ones.</summary>
    public string WhatExists(IReadOnlyCollection<string> unknown)
    {
        if (known.Count == 0)
            return "The database has no tables.";
        var nearest = known
            .OrderBy(table => unknown.Select(spec => Distance(spec, table)).DefaultIfEmpty().Min())
            .Take(MostShown);
        var rest = known.Count > MostShown ? $", and {known.Count - MostShown} more" : "";
        var named = groups.Count == 0 ? "" : $" Groups: {string.Join(", ", groups.Keys)}.";
        return $"Tables: {string.Join(", ", nearest)}{rest}.{named}";
    }

    /// <summary>A group hides a table of its name, except within the group.</summary>
    /// Replaces names of groups by their members. A group hides a table of its name. Within the group, the name means
    /// the table, whether it exists or not.
    private IEnumerable<string> Members(
        IEnumerable<string> specs,
        ImmutableHashSet<string> within,
        string? group = null
    ) =>
        specs.SelectMany(spec =>
            spec == group || !groups.TryGetValue(spec, out var members) || (within.Contains(spec) && !IsUnknown(spec))
                ? [spec]
            : within.Contains(spec)
                ? throw new SnapshotSeedException(
                    $"{Setting.Groups}: group {spec} contains itself",
                    "Remove it from the groups that it contains.",
                    FailureKind.WrongUsage
                )
            : members.IsEmpty
                ? throw new SnapshotSeedException(
                    $"{Setting.Groups}: group {spec} has no members",
                    "Name its tables, or remove it.",
                    FailureKind.WrongUsage
                )
            : Members(members, within.Add(spec), spec)
        );

    private static int Distance(string spec, TableName table) =>
        Math.Min(Nearest.Distance(spec, table.Name), Nearest.Distance(spec, table.Qualified));

    private List<TableName> Matches(string spec) => Matches(spec, known);

    /// <summary>A qualified name, then a table in public, then one elsewhere. Parts may be quoted as in SQL.</summary>
    public static List<TableName> Matches(string spec, IEnumerable<TableName> known)
    {
        var full = known
            .Where(table =>
                Spellings(table.Schema).Any(schema => Spellings(table.Name).Any(name => $"{schema}.{name}" == spec))
            )
            .ToList();
        if (full.Count > 0)
            return full;
        var bare = known.Where(table => Spellings(table.Name).Contains(spec)).ToList();
        var inPublic = bare.Where(table => table.Schema == "public").ToList();
        return inPublic.Count == 1 ? inPublic : bare;
    }

    /// <summary>If several names mean one table, the last one counts.</summary>
    /// <exception cref="SnapshotSeedException">A name fits no table or several.</exception>
    public IReadOnlyDictionary<TableName, T> ByTable<T>(IEnumerable<KeyValuePair<string, T>> values, Setting option)
    {
        var byTable = new Dictionary<TableName, T>();
        foreach (var (name, value) in values)
            byTable[Resolve([name], option).Single()] = value;
        return byTable;
    }

    private static bool IsPattern(string spec) => spec.Contains('*', StringComparison.Ordinal);

    private List<TableName> MatchesOfPattern(string spec)
    {
        if (!IsPattern(spec))
            return [];
        var pattern = new Regex(
            $"^{Regex.Escape(spec).Replace("\\*", ".*", StringComparison.Ordinal)}$",
            RegexOptions.Singleline | RegexOptions.CultureInvariant
        );
        return known.FindAll(table => pattern.IsMatch(table.Name) || pattern.IsMatch($"{table.Schema}.{table.Name}"));
    }

    private static string[] Spellings(string part) => [part, new Identifier(part).ToString()];
}
