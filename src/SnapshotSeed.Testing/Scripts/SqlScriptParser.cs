using System.Text;

namespace SnapshotSeed.Testing;

/// <summary>
/// Splits a script into statements by the rules of psql's lexer: semicolons within quotes, dollar quotes, comments,
/// parentheses and the BEGIN ATOMIC body of a function end nothing; meta commands and variables count outside quotes
/// and comments only.
/// </summary>
internal sealed class SqlScriptParser(string script, IReadOnlyDictionary<string, string> variables)
{
    private readonly StringBuilder text = new();
    private readonly List<string> firstWords = [];
    private int position;
    private int line = 1;
    private int startLine = 1;
    private int parentheses;
    private int blocks;
    private bool hasContent;

    internal IEnumerable<SqlStatement> Statements()
    {
        while (position < script.Length)
        {
            if (!AtStatementEnd())
            {
                TakeToken();
                continue;
            }
            if (Finish() is { } statement)
                yield return statement;
            position++;
        }
        if (Finish() is { } last)
            yield return last;
    }

    private char Current => Peek(0);

    private char Peek(int ahead) => position + ahead < script.Length ? script[position + ahead] : '\0';

    private bool AtStatementEnd() => Current == ';' && parentheses == 0 && blocks == 0;

    private SqlStatement? Finish()
    {
        var statement = hasContent ? new SqlStatement(text.ToString(), startLine) : null;
        text.Clear();
        firstWords.Clear();
        (parentheses, blocks, hasContent) = (0, 0, false);
        return statement;
    }

    private void TakeToken()
    {
        if (Current == '\\' && (position == 0 || script[position - 1] == '\n'))
            position = EndOfLine();
        else if (Current == '-' && Peek(1) == '-')
            TakeBlank(EndOfLine());
        else if (Current == '/' && Peek(1) == '*')
            TakeBlank(EndOfComment());
        else if (char.IsWhiteSpace(Current))
            TakeBlank(position + 1);
        else if (Current == ':' && Peek(1) == '\'' && TryTakeVariable())
            return;
        else if (Current is '\'' or '"')
            Take(EndOfQuoted(position, backslashEscapes: false));
        else if (Current == '$' && EndOfDollarQuoted() is { } end)
            Take(end);
        else if (IsWordStart(Current))
            TakeWord();
        else
            TakeSymbol();
    }

    private void TakeWord()
    {
        var end = position;
        while (end < script.Length && IsWordPart(script[end]))
            end++;
        var word = script[position..end];
        if (word is "e" or "E" && end < script.Length && script[end] == '\'')
        {
            Take(EndOfQuoted(end, backslashEscapes: true));
            return;
        }
        CountBlocks(word.ToLowerInvariant());
        Take(end);
    }

    // In CREATE FUNCTION and CREATE PROCEDURE only, where BEGIN opens a body and CASE has an END of its own.
    private void CountBlocks(string word)
    {
        if (firstWords.Count < 4)
            firstWords.Add(word);
        if (
            parentheses > 0
            || firstWords
                is not (
                    ["create", "function" or "procedure", ..]
                    or ["create", "or", "replace", "function" or "procedure", ..]
                )
        )
            return;
        if (word == "begin" || (word == "case" && blocks > 0))
            blocks++;
        else if (word == "end" && blocks > 0)
            blocks--;
    }

    private void TakeSymbol()
    {
        if (Current == '(')
            parentheses++;
        else if (Current == ')' && parentheses > 0)
            parentheses--;
        Take(position + 1);
    }

    private bool TryTakeVariable()
    {
        var end = script.IndexOf('\'', position + 2);
        if (end < 0 || !variables.TryGetValue(script[(position + 2)..end], out var value))
            return false;
        BeginContent();
        text.Append(SqlText.Literal(value));
        position = end + 1;
        return true;
    }

    private int EndOfLine()
    {
        var end = script.IndexOf('\n', position);
        return end < 0 ? script.Length : end;
    }

    private int EndOfComment()
    {
        var depth = 0;
        for (var at = position; at + 1 < script.Length; at++)
        {
            if (script[at] == '/' && script[at + 1] == '*')
                (depth, at) = (depth + 1, at + 1);
            else if (script[at] == '*' && script[at + 1] == '/')
                (depth, at) = (depth - 1, at + 1);
            if (depth == 0)
                return at + 1;
        }
        return script.Length;
    }

    // A doubled quote needs no care: it reads as the end of one literal and the start of the next.
    private int EndOfQuoted(int open, bool backslashEscapes)
    {
        for (var at = open + 1; at < script.Length; at++)
        {
            if (backslashEscapes && script[at] == '\\')
                at++;
            else if (script[at] == script[open])
                return at + 1;
        }
        return script.Length;
    }

    private int? EndOfDollarQuoted()
    {
        var tagEnd = position + 1;
        if (IsWordStart(Peek(1)))
        {
            while (tagEnd < script.Length && script[tagEnd] != '$' && IsWordPart(script[tagEnd]))
                tagEnd++;
        }
        if (tagEnd >= script.Length || script[tagEnd] != '$')
            return null;
        var tag = script[position..(tagEnd + 1)];
        var close = script.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
        return close < 0 ? script.Length : close + tag.Length;
    }

    private void Take(int end)
    {
        BeginContent();
        Append(end);
    }

    // Blanks and comments before a statement are left out, so that its line is that of its first word.
    private void TakeBlank(int end)
    {
        if (hasContent)
            Append(end);
        else
            Skip(end);
    }

    private void BeginContent()
    {
        if (!hasContent)
            (hasContent, startLine) = (true, line);
    }

    private void Append(int end)
    {
        end = Math.Min(end, script.Length);
        text.Append(script, position, end - position);
        Skip(end);
    }

    private void Skip(int end)
    {
        line += script.AsSpan(position, end - position).Count('\n');
        position = end;
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || c == '$';
}
