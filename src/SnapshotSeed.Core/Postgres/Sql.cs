using System.Globalization;
using System.Runtime.CompilerServices;
using SnapshotSeed.Model;

namespace SnapshotSeed.Postgres;

/// <summary>SQL as an interpolated string whose holes take no strings: foreign text is quoted or a parameter.</summary>
[InterpolatedStringHandler]
internal sealed class Sql
{
    public static readonly Sql Empty = $"";

    /// <summary>The length from which a list is broken into lines.</summary>
    private const int LongestLine = 100;

    private readonly List<object> parts;

    /// <summary>The compiler calls this constructor, and then a method for each part.</summary>
    public Sql(int literalLength, int formattedCount)
    {
        parts = new((2 * formattedCount) + 1);
        Length = literalLength;
    }

    /// <summary>About how long the text is; a parameter counts as two characters.</summary>
    public int Length { get; private set; }

    public bool IsMultiline { get; private set; }

    public bool IsEmpty => Length == 0;

    internal IReadOnlyList<object> Parts => parts;

    /// <summary>SQL that PostgreSQL itself wrote into its catalog. It is not changed.</summary>
    public static Sql FromCatalog(string text)
    {
        var sql = new Sql(text.Length, 1);
        sql.parts.Add(new Verbatim(text));
        return sql;
    }

    /// <summary>The server has checked it on its own. The line end closes a line comment at its end.</summary>
    public static Sql FromUser(string text) => FromCatalog(text + "\n");

    /// <summary>For places where no parameter may stand.</summary>
    public static Sql Literal(string text) => FromCatalog($"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    public static Sql When(bool condition, Sql sql) => condition ? sql : Empty;

    public static Sql List(IEnumerable<Sql> items) => Join(",", "", items);

    /// <summary>The columns of a row source, such as <c>s."a", s."b"</c>.</summary>
    public static Sql Columns(Sql alias, IEnumerable<string> columns) =>
        List(columns.Select(Sql (column) => $"{alias}.{new Identifier(column)}"));

    public static Sql Columns(IEnumerable<string> columns) =>
        List(columns.Select(Sql (column) => $"{new Identifier(column)}"));

    /// <summary>True without conditions.</summary>
    public static Sql All(IEnumerable<Sql> conditions) =>
        Join("", "AND ", conditions) is { IsEmpty: false } all ? all : (Sql)$"true";

    /// <summary>In parentheses; false without conditions.</summary>
    public static Sql Any(IEnumerable<Sql> conditions) =>
        Join("", "OR ", conditions) is { IsEmpty: false } any ? (Sql)$"({any})" : $"false";

    public static Sql UnionAll(IEnumerable<Sql> queries) => Lines("", "UNION ALL ", queries);

    public static Sql Blocks(IEnumerable<Sql> items) => Lines(",", "", items);

    public static Sql Lines(IEnumerable<Sql> items) => Lines("", "", items);

    public static Sql Concat(IEnumerable<Sql> items)
    {
        var sql = new Sql(0, 2);
        foreach (var item in items)
            sql.AppendFormatted(item);
        return sql;
    }

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

    /// <summary>With $1, $2, … for parameters.</summary>
    public override string ToString() => SqlText.Of(this).Text;

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

    /// <summary>Text that is never indented, because its line breaks may be part of a name.</summary>
    internal sealed record Verbatim(string Text);
}
