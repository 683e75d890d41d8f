using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>How the rows of a file get into a table; without <c>RowKey</c> whole rows are counted.</summary>
internal sealed record TableLoad(Table Table, ImmutableArray<LoadColumn> Columns, UniqueKey? RowKey, bool IsStaged)
{
    // Up to here rows travel as array parameters: no DDL, one round trip for many tables. Above it COPY into a
    // temporary table is faster and keeps memory flat.
    private const long MostRowsAsParameters = 5_000;
    private const long MostBytesAsParameters = 4 << 20;

    // A page takes some 8,000 bytes of a row, and the texts of up to 24 bytes stay in it.
    private const int MostStagedColumns = 300;

    /// <summary>A key for the rows that give all of its values; the others are compared whole.</summary>
    internal UniqueKey? PartialKey { get; init; }

    internal UniqueKey? Key => RowKey ?? PartialKey;

    internal SnapshotTable Source { get; init; } = null!;

    internal LoadingRule Rule { get; init; } = LoadingRule.Default;

    /// <summary>Of the users' own triggers, during the load.</summary>
    internal bool HasTriggersOff { get; init; }

    internal bool MeetsTriggers => Table.HasInsertTriggers && !HasTriggersOff;

    /// <summary>Whether triggers fire when a row is inserted or updated.</summary>
    internal bool FiresTriggers =>
        MeetsTriggers || (Table.HasUpdateTriggers && Rule.OnConflict == ConflictMode.Update && !HasTriggersOff);

    internal long Rows => Source.Content.Rows;

    /// <summary>The values are labels of the table's own rows.</summary>
    internal string? IdColumn => Columns.FirstOrDefault(column => column.Conversion is { IsId: true })?.Target.Name;

    internal bool HasLabelsInKey =>
        Key is { } key
        && Columns.Any(column =>
            column.Conversion is { ReadsLabels: true } && key.Columns.Contains(column.Target.Name)
        );

    public static TableLoad Of(FittedTable fitted, Table table, LoadingRule rule, bool canStage)
    {
        var content = fitted.File.Content;
        var columns = content.Columns;
        var keys = rule.Key is { } named ? [named] : table.Keys;
        var given = keys.Where(key =>
            key.Columns.All(name => columns.Contains(name) && !table.Column(name).IsGenerated)
        );
        var key =
            given.FirstOrDefault(key => key.NullsAreEqual || !table.HasNullable(key))
            ?? given.FirstOrDefault(content.GivesAll);
        var isLarge = content.Rows > MostRowsAsParameters || content.Bytes > MostBytesAsParameters;
        var isStaged = isLarge && columns.Length > 0 && content.Header.Length <= MostStagedColumns && canStage;
        return new TableLoad(table, FileColumn.Of(fitted, table, columns), key, isStaged)
        {
            Source = fitted.File,
            PartialKey = key is null ? given.FirstOrDefault() : null,
            Rule = rule,
        };
    }

    internal bool Holds(IEnumerable<string> columns) =>
        columns.All(name => Columns.Any(column => column.Target.Name == name));

    internal int IndexOf(string column) =>
        Columns.Select((load, i) => (load, i)).First(pair => pair.load.Target.Name == column).i;

    /// <summary>As <c>id = 7</c>.</summary>
    internal string? KeyOf(TsvRows rows, long place) =>
        Key is { } key && key.Columns.All(name => rows[name][place - 1] is not null || RowKey is not null)
            ? string.Join(", ", key.Columns.Select(name => $"{name} = {rows[name][place - 1]}"))
            : null;

    /// <exception cref="SnapshotSeedException">The file has changed meanwhile.</exception>
    internal async Task<TsvRows> ReadRowsAsync(CancellationToken cancellationToken)
    {
        var rows = await Source.ReadRowsAsync(cancellationToken);
        var names = Columns.Select(column => column.Target.Name);
        return names.SequenceEqual(rows.Columns) ? rows : rows.Of(names);
    }

    /// <summary>Without the rows that start on these lines of the file.</summary>
    internal TableLoad Without(TsvRows all, IReadOnlySet<long> lines)
    {
        if (lines.Count == 0)
            return this;
        return this with
        {
            Source = Source with { Content = Source.Content.With(all.Without(lines)) },
            IsStaged = false,
        };
    }

    public override string ToString() =>
        $"{Rows} rows of {Source.File} by {(Key is null ? "whole rows" : string.Join(", ", Key.Columns))}"
        + (PartialKey is null ? "" : ", those with NULL in these by whole rows");
}
