using System.Text;

namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>
/// TSV as the format is described (RFC 4180 with tabs, a bare \N for NULL), read without any of the product's code:
/// what checks the product must not share its mistakes.
/// </summary>
internal static class TsvText
{
    /// <summary>The records, the header first; NULL is null.</summary>
    public static List<string?[]> Parse(string text)
    {
        var records = new List<string?[]>();
        var record = new List<string?>();
        var at = 0;
        while (at < text.Length)
        {
            record.Add(text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at));
            if (at >= text.Length)
                throw new FormatException("the last line does not end");
            if (text[at] == '\n')
            {
                records.Add([.. record]);
                record.Clear();
            }
            else if (text[at] != '\t')
            {
                throw new FormatException($"unexpected text after a quoted field in record {records.Count + 1}");
            }
            else if (at + 1 < text.Length && text[at + 1] is '\n')
            {
                // An empty last field: nothing stands between the tab and the end of the line.
                record.Add("");
                records.Add([.. record]);
                record.Clear();
                at++;
            }

            at++;
        }

        return records;
    }

    private static string? Bare(string text, ref int at)
    {
        var end = text.IndexOfAny(['\t', '\n'], at);
        end = end < 0 ? text.Length : end;
        var field = text[at..end];
        if (field.Contains('"', StringComparison.Ordinal) || field.Contains('\r', StringComparison.Ordinal))
            throw new FormatException($"a quote or carriage return stands in a bare field: {field}");
        at = end;
        return field == "\\N" ? null : field;
    }

    private static string Quoted(string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
        {
            if (text[at] == '"')
                at++;
            field.Append(text[at]);
        }

        at++;
        return field.ToString();
    }
}
