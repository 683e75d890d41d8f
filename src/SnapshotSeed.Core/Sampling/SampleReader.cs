using System.Collections.Immutable;
using System.Data;
using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>A statement that reads the sample of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Chosen">Its rows that are chosen.</param>
/// <param name="Limit">Until how many it may still choose rows; null where it reads just those.</param>
/// <param name="Sql">
/// The statement. It yields the stored columns of the chosen rows in order; where there is a limit, each row led by its
/// place and followed by whether it dangles by each of <paramref name="Suspects"/>, and more rows than are wanted.
/// </param>
/// <param name="Suspects">The keys.</param>
/// <param name="Keys">The columns whose values are kept for the tables that reference them.</param>
internal sealed record SampleStatement(
    Table Table,
    ChosenRows Chosen,
    int? Limit,
    Func<SamplingParameters, string> Sql,
    ImmutableArray<ForeignKey> Suspects,
    ImmutableHashSet<string> Keys
);

/// <summary>Reads the samples of tables, many in a round trip, and hands them on one after the other.</summary>
/// <param name="connection">The connection.</param>
/// <param name="receive">Takes the rows of a table, all of them.</param>
internal sealed class SampleReader(NpgsqlConnection connection, Func<SampledRows, Task> receive)
{
    // How much goes into one round trip.
    private const int TablesPerCommand = 50;
    private const int RowsPerCommand = 20_000;

    /// <exception cref="SnapshotSeedException">
    /// Rows of a partition that is a foreign table cannot be told apart.
    /// </exception>
    public async Task ReadAsync(IEnumerable<SampleStatement> statements, CancellationToken cancellationToken)
    {
        foreach (var group in Groups(statements))
        {
            // Values as PostgreSQL's own text, straight from the output functions: what COPY would write, for every
            // type.
            await using var command = connection.NewCommand();
            command.AllResultTypesAreUnknown = true;
            var parameters = new SamplingParameters(command.Parameters);
            command.CommandText = string.Join(";\n", group.Select(statement => statement.Sql(parameters)));
            var current = group[0].Table;
            try
            {
                await using var reader = await command.ExecuteReaderAsync(
                    CommandBehavior.SequentialAccess,
                    cancellationToken
                );
                for (var i = 0; i < group.Count; i++)
                {
                    var (statement, rows) = (group[i], new SampledRows(group[i], reader));
                    await receive(rows);
                    CheckCount(statement.Table, statement.Chosen, rows.Count);

                    // An error comes with the step to the result of the statement that failed.
                    current = group[Math.Min(i + 1, group.Count - 1)].Table;
                    await reader.NextResultAsync(cancellationToken);
                }
            }
            catch (PostgresException e)
            {
                PostgresMessage.Locate(e, current.Name.ToString(), givesValues: false);
                throw;
            }
        }
    }

    private static void CheckCount(Table table, ChosenRows chosen, long read)
    {
        if (read != chosen.Count && !table.ForeignPartitions.IsEmpty)
            throw ForeignPartitions.NotToldApart([
                $"{table.Name}: {chosen.Count} rows were chosen, and {read} have their places",
            ]);
        if (read != chosen.Count)
            throw new InvalidOperationException($"{table.Name}: {chosen.Count} rows were chosen, {read} were read");
    }

    private static IEnumerable<List<SampleStatement>> Groups(IEnumerable<SampleStatement> statements)
    {
        var group = new List<SampleStatement>();
        var rows = 0;
        foreach (var statement in statements)
        {
            if (group.Count > 0 && (group.Count == TablesPerCommand || rows + statement.Chosen.Count > RowsPerCommand))
            {
                yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(statement);
            rows += statement.Chosen.Count;
        }

        if (group.Count > 0)
            yield return group;
    }
}
