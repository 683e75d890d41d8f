using System.Globalization;
using System.Runtime.CompilerServices;
using SnapshotSeed.Model;

namespace SnapshotSeed.Postgres;

/// <summary>
/// A piece of SQL with the parameters that it refers to. It is written as an interpolated string whose holes take other
/// pieces, names, columns, numbers, parameters and lists, but never a string: what is not the text of this program is
/// either quoted or a parameter. Text of several lines is indented where it stands within another.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Sql
{
    /// <summary>No text at all.</summary>
    public static readonly Sql Empty = $"";

    /// <summary>What ends a list of names or values.</summary>
    private const int LongestLine = 100;

    private readonly List<object> parts;

    /// <summary>The compiler calls this, and a method for each part.</summary>
    public Sql(int literalLength, int formattedCount)
    {
        parts = new((2 * formattedCount) + 1);
        Length = literalLength;
    }

    /// <summary>How long the text is, about: a parameter counts as little.</summary>
    public int Length { get; private set; }

    /// <summary>Whether it has line breaks of its own.</summary>
    public bool IsMultiline { get; private set; }

    public bool IsEmpty => Length == 0;

    internal IReadOnlyList<object> Parts => parts;

    /// <summary>
    /// SQL that PostgreSQL itself has written into its catalog: operators, types, expressions. It is taken as it is.
    /// </summary>
    public static Sql FromCatalog(string text)
    {
        var sql = new Sql(text.Length, 1);
        sql.parts.Add(new Verbatim(text));
        return sql;
    }

    /// <summary>
    /// SQL that a user gave, which the server has checked where it stands alone. A line comment in it ends with it.
    /// </summary>
    public static Sql FromUser(string text) => FromCatalog(text + "\n");

    /// <summary>A text as a literal, where no parameter may stand: <c>'it''s'</c>.</summary>
    public static Sql Literal(string text) => FromCatalog($"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>The text if a condition holds, else none.</summary>
    public static Sql When(bool condition, Sql sql) => condition ? sql : Empty;

    /// <summary>Pieces with commas between them.</summary>
    public static Sql List(IEnumerable<Sql> items) => Join(",", "", items);

    /// <summary>The columns of a row source: <c>s."a", s."b"</c>.</summary>
    public static Sql Columns(Sql alias, IEnumerable<string> columns) =>
        List(columns.Select(Sql (column) => $"{alias}.{new Identifier(column)}"));

    /// <summary>Names with commas between them.</summary>
    public static Sql Columns(IEnumerable<string> columns) =>
        List(columns.Select(Sql (column) => $"{new Identifier(column)}"));

    /// <summary>A condition that holds where all of some do; true where there are none.</summary>
    public static Sql All(IEnumerable<Sql> conditions) =>
        Join("", "AND ", conditions) is { IsEmpty: false } all ? all : (Sql)$"true";

    /// <summary>A condition in parentheses that holds where any of some does; false where there are none.</summary>
    public static Sql Any(IEnumerable<Sql> conditions) =>
        Join("", "OR ", conditions) is { IsEmpty: false } any ? (Sql)$"({any})" : $"false";

    /// <summary>Queries whose rows follow each other.</summary>
    public static Sql UnionAll(IEnumerable<Sql> queries) => Lines("", "UNION ALL ", queries);

    /// <summary>Pieces with commas between them, each on a line of its own.</summary>
    public static Sql Blocks(IEnumerable<Sql> items) => Lines(",", "", items);

    /// <summary>Pieces, each on a line of its own.</summary>
    public static Sql Lines(IEnumerable<Sql> items) => Lines("", "", items);

    /// <summary>Pieces one after the other, with nothing between them.</summary>
    public static Sql Concat(IEnumerable<Sql> items)
    {
        var sql = new Sql(0, 2);
        foreach (var item in items)
            sql.AppendFormatted(item);
        return sql;
    }

    /// <summary>The compiler calls this for the text between holes.</summary>
    public void AppendLiteral(string text)
    {
        parts.Add(text);
        IsMultiline |= text.Contains('\n', StringComparison.Ordinal);
    }

    public void AppendFormatted(Sql sql)
    {
        if (sql.IsEmpty)
            return;
        parts.Add(sql);
        Length += sql.Length;
        IsMultiline |= sql.IsMultiline;
    }

    public void AppendFormatted(Identifier name) => AddVerbatim(name.ToString());

    public void AppendFormatted(TableName table) =>
        AddVerbatim($"{new Identifier(table.Schema)}.{new Identifier(table.Name)}");

    public void AppendFormatted(Column column) => AddVerbatim(new Identifier(column.Name).ToString());

    public void AppendFormatted(long number) => AddVerbatim(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Parameter parameter)
    {
        parts.Add(parameter);
        Length += 2;
    }

    /// <summary>The text as the server gets it, with $1, $2, … for the parameters.</summary>
    public override string ToString() => SqlText.Of(this).Text;

    /// <summary>A list breaks into lines where it is too long for one.</summary>
    private static Sql Join(string before, string after, IEnumerable<Sql> items)
    {
        var pieces = items.Where(item => !item.IsEmpty).ToList();
        var isLong = pieces.Sum(piece => piece.Length + before.Length + 1 + after.Length) > LongestLine;
        return Join(pieces, $"{before}{(isLong || pieces.Exists(piece => piece.IsMultiline) ? "\n" : " ")}{after}");
    }

    private static Sql Lines(string before, string after, IEnumerable<Sql> items) =>
        Join([.. items.Where(item => !item.IsEmpty)], $"{before}\n{after}");

    private static Sql Join(List<Sql> pieces, string separator)
    {
        var sql = new Sql(0, 2 * pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i > 0)
            {
                sql.AppendLiteral(separator);
                sql.Length += separator.Length;
            }

            sql.AppendFormatted(pieces[i]);
        }

        return sql;
    }

    private void AddVerbatim(string text)
    {
        parts.Add(new Verbatim(text));
        Length += text.Length;
    }

    /// <summary>Text that is written as it is, line breaks included: they may be part of a name.</summary>
    internal sealed record Verbatim(string Text);
}
