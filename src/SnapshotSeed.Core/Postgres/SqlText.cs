using System.Globalization;
using System.Text;

namespace SnapshotSeed.Postgres;

/// <summary>Numbers parameters by first use, behind the prefix $ or @p.</summary>
internal sealed class SqlText(string prefix)
{
    private const int Indentation = 4;

    private readonly StringBuilder text = new();
    private readonly Dictionary<Parameter, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly List<Parameter> parameters = [];
    private int lineStart;

    public string Text => text.ToString();

    public IReadOnlyList<Parameter> Parameters => parameters;

    public static SqlText Of(Sql sql)
    {
        var written = new SqlText("$");
        written.Write(sql);
        return written;
    }

    /// <summary>Several statements in one text need named parameters.</summary>
    public static SqlText Of(IEnumerable<Sql> statements)
    {
        var written = new SqlText("@p");
        foreach (var statement in statements)
        {
            if (written.text.Length > 0)
                written.text.Append(";\n");
            written.lineStart = written.text.Length;
            written.Write(statement);
        }

        return written;
    }

    private void Write(Sql sql)
    {
        var indent = LineIndent();
        if (sql.IsMultiline && text.Length - lineStart > indent)
            indent += Indentation;
        foreach (var part in sql.Parts)
        {
            switch (part)
            {
                case string literal:
                    WriteLines(literal, indent);
                    break;
                case Sql nested:
                    Write(nested);
                    break;
                case Sql.Verbatim verbatim:
                    text.Append(verbatim.Text);
                    break;
                case Parameter parameter:
                    text.Append(NameOf(parameter));
                    break;
            }
        }
    }

    private void WriteLines(string literal, int indent)
    {
        foreach (var c in literal)
        {
            text.Append(c);
            if (c != '\n')
                continue;
            lineStart = text.Length;
            text.Append(' ', indent);
        }
    }

    private int LineIndent()
    {
        var at = lineStart;
        while (at < text.Length && text[at] == ' ')
            at++;
        return at - lineStart;
    }

    private string NameOf(Parameter parameter)
    {
        if (names.TryGetValue(parameter, out var name))
            return name;
        parameters.Add(parameter);
        var number = prefix == "$" ? parameters.Count : parameters.Count - 1;
        return names[parameter] = string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
    }
}
