using System.Globalization;
using System.Text;

namespace SnapshotSeed.Benchmarks;

/// <summary>A folder written by hand whose ids are labels, against the same with its ids kept: the first time, and again.</summary>
internal sealed class AssignmentBenchmark(
    Programs programs,
    Workspace workspace,
    BenchmarkDatabases databases,
    Report report
)
{
    private const int Customers = 1_000;
    private const int OrdersOfOne = 50;
    private const int LinesOfOne = 3;

    // Each label leads to the next table; every table has a natural key, two of them with a label in it.
    private const string Schema = """
        CREATE TABLE customers (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
        CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, number integer NOT NULL,
            total numeric(10,2) NOT NULL, UNIQUE (customer_id, number));
        CREATE TABLE order_lines (id serial PRIMARY KEY, order_id integer NOT NULL REFERENCES orders, number integer NOT NULL,
            product text NOT NULL, price numeric(10,2) NOT NULL, UNIQUE (order_id, number))
        """;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = await WriteAsync(cancellationToken);
        var (keepFirst, keepAgain) = (new Measurement(), new Measurement());
        var (assignFirst, assignAgain) = (new Measurement(), new Measurement());

        async Task ImportTwiceAsync(string ids, Measurement first, Measurement again, bool counts)
        {
            var target = await databases.CreateTargetAsync(Schema, cancellationToken);
            foreach (var measurement in new[] { first, again })
            {
                var run = await programs.ImportAsync(target.Url, folder, cancellationToken, "--ids", ids);
                if (counts)
                    measurement.Add(run);
            }
        }

        await Rounds.RunAsync(
            Sample.Medium,
            [
                counts => ImportTwiceAsync("keep", keepFirst, keepAgain, counts),
                counts => ImportTwiceAsync("assign", assignFirst, assignAgain, counts),
            ]
        );
        var what = string.Create(CultureInfo.InvariantCulture, $"import {Rows} rows, ids assigned to kept");
        report.Growth(what, assignFirst, keepFirst, BenchmarkBounds.Assignment);
        report.Growth($"{what}, all skipped", assignAgain, keepAgain, BenchmarkBounds.Assignment);
    }

    private static int Rows => Customers * (1 + (OrdersOfOne * (1 + LinesOfOne)));

    private async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var folder = workspace.Empty("assigned");
        var (customers, orders, lines) = (
            Table("id\temail"),
            Table("id\tcustomer_id\tnumber\ttotal"),
            Table("id\torder_id\tnumber\tproduct\tprice")
        );
        for (var customer = 1; customer <= Customers; customer++)
        {
            Add(customers, $"{customer}\tcustomer{customer}@example.org");
            for (var order = 1; order <= OrdersOfOne; order++)
            {
                var id = ((customer - 1) * OrdersOfOne) + order;
                Add(orders, $"{id}\t{customer}\t{order}\t{id % 977}.50");
                for (var line = 1; line <= LinesOfOne; line++)
                    Add(lines, $"{((id - 1) * LinesOfOne) + line}\t{id}\t{line}\tproduct {id % 777}\t{id % 99}.25");
            }
        }

        foreach (var (name, text) in new[] { ("customers", customers), ("orders", orders), ("order_lines", lines) })
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.tsv"), text.ToString(), cancellationToken);
        return folder;

        static StringBuilder Table(string header) => new StringBuilder(header).Append('\n');

        static void Add(StringBuilder table, FormattableString row) =>
            table.Append(row.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
