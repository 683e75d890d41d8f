using Npgsql;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import;

/// <summary>Tables to try again last: a CHECK, domain or trigger may look for rows that no foreign key names.</summary>
internal static class Postponement
{
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
