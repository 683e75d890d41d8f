using System.Collections.Immutable;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A database: its tables with their rows, and what is exported of it.</summary>
internal sealed record Database(ImmutableArray<Table> Tables, ImmutableArray<Sequence> Sequences, ExportOptions Options)
{
    public Table this[int id] => Tables.Single(table => table.Id == id);

    /// <summary>The references with their tables.</summary>
    public IEnumerable<(Table Table, Reference Reference)> References =>
        Tables.SelectMany(table => table.References.Select(reference => (table, reference)));

    public Database With(Table table) =>
        this with
        {
            Tables = [.. Tables.Select(other => other.Id == table.Id ? table : other)],
        };

    /// <summary>The tables from which one leads back to itself over another.</summary>
    public IEnumerable<Table> InCycles() =>
        Tables.Where(table =>
            table.References.Any(reference => reference.Target != table.Id && Leads(reference.Target, table.Id))
        );

    /// <summary>Whether references lead from one table to another.</summary>
    public bool Leads(int from, int to)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([from]);
        while (open.TryPop(out var id))
        {
            foreach (var target in this[id].References.Select(reference => reference.Target).Where(seen.Add))
                open.Push(target);
        }

        return seen.Contains(to);
    }
}
