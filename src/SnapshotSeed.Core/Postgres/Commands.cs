using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// Makes Npgsql's commands. They have no Command Timeout, which would also count waiting for locks and the server's
/// work. The server's statement_timeout and lock_timeout apply, and every caller can cancel.
/// </summary>
internal static class Commands
{
    public static NpgsqlCommand ToCommand(Sql sql, NpgsqlConnection connection)
    {
        var text = SqlText.Of(sql);
        var command = new NpgsqlCommand(text.Text, connection) { CommandTimeout = 0 };
        foreach (var parameter in text.Parameters)
            command.Parameters.Add(parameter.ToNpgsql());
        return command;
    }

    public static NpgsqlBatchCommand ToBatchCommand(Sql sql)
    {
        var text = SqlText.Of(sql);
        var command = new NpgsqlBatchCommand(text.Text);
        foreach (var parameter in text.Parameters)
            command.Parameters.Add(parameter.ToNpgsql());
        return command;
    }

    /// <summary>
    /// A command for several statements that returns values as PostgreSQL's own text, as COPY writes them, for every
    /// type. A batch cannot ask for that.
    /// </summary>
    public static NpgsqlCommand ToTextCommand(IEnumerable<Sql> statements, NpgsqlConnection connection)
    {
        var text = SqlText.Of(statements);
        var command = new NpgsqlCommand(text.Text, connection) { CommandTimeout = 0, AllResultTypesAreUnknown = true };
        for (var i = 0; i < text.Parameters.Count; i++)
        {
            var parameter = text.Parameters[i].ToNpgsql();
            parameter.ParameterName = FormattableString.Invariant($"p{i}");
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
