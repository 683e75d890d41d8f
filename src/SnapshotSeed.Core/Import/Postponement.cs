using Npgsql;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import;

/// <summary>
/// Which tables are tried again behind the others once rows of theirs were refused: a CHECK, a domain or a trigger may look
/// for rows of tables that no foreign key names. Pure.
/// </summary>
internal static class Postponement
{
    /// <param name="plan">The order that failed.</param>
    /// <param name="cause">The server's error, or the rows that were not inserted.</param>
    /// <returns>The table, or one of the cycle; null where another order would not help.</returns>
    public static TableName? Of(LoadPlan plan, Exception cause)
    {
        var subject = cause switch
        {
            RowsNotInsertedException lost => lost.Table.ToString(),
            StatementException refusal when MayLookElsewhere(refusal) => refusal.Subject,
            _ => null,
        };
        var inserts = plan.Operations.OfType<InsertRows>().ToList();
        var at = inserts.FindIndex(insert => insert.Component.ToString() == subject);
        return at < 0 || at == inserts.Count - 1 ? null : inserts[at].Component.Tables[0];
    }

    private static bool MayLookElsewhere(StatementException refusal) =>
        refusal.Function is not null
        || refusal.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation;
}
