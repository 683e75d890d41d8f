using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// The rows of a file on the server, as a row source with a line number and typed columns c0, c1, …: unnested from array parameters, or cast from a
/// temporary table of text. Both hand every value to the type's own input function.
/// </summary>
internal static class StagedRows
{
    /// <summary>SELECT for rows that travel as parameters, which are added to the statement.</summary>
    public static string FromParameters(TableLoad load, TsvRows rows, NpgsqlParameterCollection parameters)
    {
        if (load.Columns.IsEmpty)
            return $"SELECT u.line FROM generate_series(1, {rows.Count}) AS u (line)";

        var names = new List<string>();
        foreach (var values in rows.Values)
        {
            parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            names.Add($"${parameters.Count}");
        }

        var columns = string.Join(", ", load.Columns.Select((_, i) => Name(i)));
        return $"SELECT u.line, {Casts(load)} FROM unnest({string.Join(", ", names)}) WITH ORDINALITY AS u ({columns}, line)";
    }

    /// <summary>SELECT for rows that were copied into a temporary table.</summary>
    public static string FromTable(TableLoad load, string stage, bool withLines) =>
        $"SELECT {(withLines ? "row_number() OVER ()" : "0::bigint")} AS line, {Casts(load)} FROM {stage} u";

    /// <summary>A temporary table for a file's text, gone with the transaction.</summary>
    public static string CreateTable(TableLoad load, string stage) =>
        $"CREATE TEMPORARY TABLE {stage} ({string.Join(", ", load.Columns.Select((_, i) => $"{Name(i)} text"))}) ON COMMIT DROP";

    /// <summary>Copies a file as it is: a snapshot's TSV is what COPY calls csv.</summary>
    public static async Task CopyAsync(NpgsqlConnection connection, TableLoad load, string stage, CancellationToken cancellationToken)
    {
        await using (var create = new NpgsqlCommand(CreateTable(load, stage), connection) { CommandTimeout = 0 })
            await create.ExecuteNonQueryAsync(cancellationToken);

        await using var file = File.OpenRead(load.Source.Path);
        var copy = await connection.BeginTextImportAsync(
            $"COPY {stage} FROM STDIN (FORMAT csv, DELIMITER E'\\t', NULL '\\N', HEADER, ENCODING 'UTF8')", cancellationToken);
        try
        {
            await file.CopyToAsync(((StreamWriter)copy).BaseStream, cancellationToken);
        }
        catch
        {
            // Disposing would complete the COPY with the rows so far.
            await ((NpgsqlCopyTextWriter)copy).CancelAsync();
            throw;
        }

        await copy.DisposeAsync();
    }

    public static string StageName(int number) => string.Create(CultureInfo.InvariantCulture, $"pg_temp.snapshotseed_stage_{number}");

    public static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    /// <summary>The whole row as text by the output functions, for rows of the alias <c>s</c> as they would be stored, with the type's modifiers applied.</summary>
    public static string Image(TableLoad load) =>
        $"concat(ROW({string.Join(", ", load.Columns.Select((column, i) => $"s.{Name(i)}{(HasModifier(column) ? $"::{column.Type}" : "")}"))}))";

    /// <summary>
    /// The same for the stored rows of the alias <c>t</c>. concat calls each type's output function, as COPY does; a cast to text would call a
    /// user-defined cast where there is one.
    /// </summary>
    public static string StoredImage(TableLoad load) =>
        IsWide(load) ? "t.image" : $"concat(ROW({SqlName.Columns("t", load.Columns.Select(column => column.Name))}))";

    /// <summary>FROM item for the stored rows that are to be compared, as the alias <c>t</c>.</summary>
    public static string StoredRows(TableLoad load)
    {
        if (!IsWide(load))
            return $"{From(load.Table)} t";
        var columns = SqlName.Columns(load.RowKey!.Columns);
        return $"(SELECT tableoid, {columns}, concat(ROW({SqlName.Columns(load.Columns.Select(column => column.Name))})) AS image FROM {From(load.Table)} OFFSET 0) t";
    }

    /// <summary>The row <c>t</c> of the table has the key of the row <c>s</c>, by the index's own equality.</summary>
    public static string SameKey(TableLoad load, UniqueKey key) => string.Join(" AND ", key.Columns.Select((name, i) =>
        $"t.{SqlName.Quote(name)} {key.EqualityOperators[i]} s.{Name(IndexOf(load, name))}"));

    public static int IndexOf(TableLoad load, string column) => load.Source.Content.Columns.IndexOf(column);

    /// <summary>A table without the tables that inherit from it; a partitioned root with its partitions.</summary>
    public static string From(Table table) => table.IsPartitioned ? SqlName.Quote(table.Name) : $"ONLY {SqlName.Quote(table.Name)}";

    private static string Casts(TableLoad load) => string.Join(", ", load.Columns.Select((column, i) => $"u.{Name(i)}::{column.BareType} AS {Name(i)}"));

    /// <summary>A join passes on at most 1,664 columns: of a table with half as many, the stored side has to become one text before the join.</summary>
    private static bool IsWide(TableLoad load) => load.Columns.Length > 800 && load.RowKey is not null;

    /// <summary>Whether storing a value may change its text: padding of char(5), the scale of numeric(10,2), a domain over such a type.</summary>
    private static bool HasModifier(Column column) => column.Type.Contains('(', StringComparison.Ordinal) || column.IsDomain;
}
