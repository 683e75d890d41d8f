using Npgsql;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Describes why the server refused a single row. Pure.</summary>
internal static class RowRefusal
{
    /// <param name="check">The file.</param>
    /// <param name="place">The row, from 1.</param>
    /// <param name="refusal">What the server said.</param>
    public static RowProblem Of(RowCheck check, long place, StatementException refusal)
    {
        var (table, constraint) = (check.Load.Table, refusal.Error.ConstraintName);
        if (refusal.Function is null && IsOf(table, refusal))
        {
            if (
                refusal.SqlState == PostgresErrorCodes.UniqueViolation
                && table.Keys.FirstOrDefault(key => key.Name == constraint) is { } unique
            )
                return Problem(RowProblemKind.Collision) with
                {
                    Columns = unique.Columns,
                    Constraint = constraint,
                    Holder = "another row",
                };
            if (
                refusal.SqlState == PostgresErrorCodes.ForeignKeyViolation
                && table.ForeignKeys.FirstOrDefault(key => key.Name == constraint) is { } foreign
            )
                return Problem(RowProblemKind.Dangling) with
                {
                    Columns = foreign.Columns,
                    Constraint = constraint,
                    Referenced = foreign.ReferencedTable,
                };
            if (refusal.SqlState == PostgresErrorCodes.CheckViolation && constraint is not null)
                return Problem(RowProblemKind.Check) with { Constraint = constraint };
            if (refusal is { SqlState: PostgresErrorCodes.NotNullViolation, Error.ColumnName: { } column })
                return Problem(RowProblemKind.Null) with { Columns = [column] };
        }

        var problem = Problem(RowProblemKind.Refused);
        var key = problem.Key is null ? "" : $" ({problem.Key})";
        return problem with
        {
            Detail = FormattableString.Invariant($"{problem.File} line {problem.Line}{key}: {refusal.Reason}"),
        };

        RowProblem Problem(RowProblemKind kind) => check.Problem(kind, place, withKey: true);
    }

    private static bool IsOf(Table table, StatementException refusal) =>
        (refusal.Error.SchemaName, refusal.Error.TableName) == (table.Name.Schema, table.Name.Name);
}
