using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>Commands have no Command Timeout, which counts lock waits, too: the server's timeouts apply.</summary>
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

    /// <summary>Values come as PostgreSQL's own text, as COPY writes them. A batch cannot ask for that.</summary>
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
