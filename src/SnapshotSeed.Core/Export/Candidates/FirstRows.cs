using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

internal sealed class FirstRows(Sample sample, Table table, int rows) : ICandidateSource
{
    public int Rows => rows;

    public Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns) =>
        FirstRowsSql.Of(table, sample.Orders(table.Name).Choice, rows, RowFilter.Of(conditions), columns, $"*");
}
