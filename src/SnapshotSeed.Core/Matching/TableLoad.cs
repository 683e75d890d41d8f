using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>How the rows of one file get into one table.</summary>
/// <param name="Table">The table in the target.</param>
/// <param name="Columns">The columns that get values, and from where.</param>
/// <param name="RowKey">The key that tells whether a row is there; null: the whole row, counted.</param>
/// <param name="IsStaged">Whether the file goes through a temporary table; else the rows travel as parameters.</param>
internal sealed record TableLoad(Table Table, ImmutableArray<LoadColumn> Columns, UniqueKey? RowKey, bool IsStaged)
{
    // Up to here rows travel as array parameters: no DDL, one round trip for many tables. Above it COPY into a
    // temporary table is faster and keeps memory flat.
    private const long MostRowsAsParameters = 5_000;
    private const long MostBytesAsParameters = 4 << 20;

    // A page takes some 8,000 bytes of a row, and the texts of up to 24 bytes stay in it.
    private const int MostStagedColumns = 300;

    /// <summary>
    /// Where no key tells all rows apart, one that does for those that give all of its values; the others are compared whole.
    /// </summary>
    internal UniqueKey? PartialKey { get; init; }

    /// <summary>The key by which rows are told apart, all or some.</summary>
    internal UniqueKey? Key => RowKey ?? PartialKey;

    /// <summary>The file.</summary>
    internal SnapshotTable Source { get; init; } = null!;

    /// <summary>What becomes of rows that are there.</summary>
    internal LoadingRule Rule { get; init; } = LoadingRule.Default;

    /// <summary>Whether the users' own triggers on the table are switched off while it is loaded.</summary>
    internal bool HasTriggersOff { get; init; }

    /// <summary>Whether triggers fire when a row is inserted.</summary>
    internal bool MeetsTriggers => Table.HasInsertTriggers && !HasTriggersOff;

    /// <summary>How many rows it has.</summary>
    internal long Rows => Source.Content.Rows;

    /// <summary>The column whose values are labels of the table's own rows; null where there is none.</summary>
    internal string? IdColumn => Columns.FirstOrDefault(column => column.Conversion is { IsId: true })?.Target.Name;

    /// <summary>Whether a column of the key has labels in the file.</summary>
    internal bool HasLabelsInKey =>
        Key is { } key
        && Columns.Any(column => column.Conversion is { ReadsLabels: true } && key.Columns.Contains(column.Target.Name));

    /// <summary>How one file's rows are matched with the target's.</summary>
    /// <param name="fitted">The file.</param>
    /// <param name="table">The table.</param>
    /// <param name="rule">How the table is loaded.</param>
    /// <param name="canStage">Whether the role may make temporary tables.</param>
    public static TableLoad Of(FittedTable fitted, Table table, LoadingRule rule, bool canStage)
    {
        var content = fitted.File.Content;
        var columns = content.Columns;
        var keys = rule.Key is { } named ? [named] : table.Keys;
        var given = keys.Where(key =>
            key.Columns.All(name => columns.Contains(name) && !table.Column(name).IsGenerated)
        );
        var key = given.FirstOrDefault(key =>
            key.NullsAreEqual || key.Columns.All(name => !table.Column(name).IsNullable)
        );
        var isLarge = content.Rows > MostRowsAsParameters || content.Bytes > MostBytesAsParameters;
        var isStaged = isLarge && columns.Length > 0 && content.Header.Length <= MostStagedColumns && canStage;
        return new TableLoad(table, FileColumn.Of(fitted, table, columns), key, isStaged)
        {
            Source = fitted.File,
            PartialKey = key is null ? given.FirstOrDefault() : null,
            Rule = rule,
        };
    }

    /// <summary>Whether these columns all get values.</summary>
    internal bool Holds(IEnumerable<string> columns) =>
        columns.All(name => Columns.Any(column => column.Target.Name == name));

    /// <summary>Which of the columns has that name.</summary>
    internal int IndexOf(string column) =>
        Columns.Select((load, i) => (load, i)).First(pair => pair.load.Target.Name == column).i;

    /// <summary>The key of a row of the file, as <c>id = 7</c>; null where the table has none.</summary>
    internal string? KeyOf(TsvRows rows, long place) =>
        Key is { } key && key.Columns.All(name => rows[name][place - 1] is not null || RowKey is not null)
            ? string.Join(", ", key.Columns.Select(name => $"{name} = {rows[name][place - 1]}"))
            : null;

    /// <summary>The file's rows in the columns of the load.</summary>
    /// <exception cref="SnapshotSeedException">The file has changed meanwhile.</exception>
    internal async Task<TsvRows> ReadRowsAsync(CancellationToken cancellationToken)
    {
        var rows = await Source.ReadRowsAsync(cancellationToken);
        var names = Columns.Select(column => column.Target.Name);
        return names.SequenceEqual(rows.Columns) ? rows : rows.Of(names);
    }

    /// <summary>The same without the rows that start on some lines of the file.</summary>
    internal TableLoad Without(TsvRows all, IReadOnlySet<long> lines)
    {
        if (lines.Count == 0)
            return this;
        var kept = all.At([
            .. Enumerable.Range(0, all.Count).Where(i => !lines.Contains(all.Lines[i])).Select(i => i + 1L),
        ]);
        return this with { Source = Source with { Content = Source.Content.With(kept) }, IsStaged = false };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Rows} rows of {Source.File} by {(Key is null ? "whole rows" : string.Join(", ", Key.Columns))}"
        + (PartialKey is null ? "" : ", those with NULL in these by whole rows");
}
