using System.Text;

namespace SnapshotSeed.Testing;

/// <summary>
/// Splits a script into statements by the rules of psql's lexer: semicolons within quotes, dollar quotes, comments, parentheses
/// and the BEGIN ATOMIC body of a function end nothing; meta commands and variables count outside quotes and comments only.
/// </summary>
internal sealed class SqlScriptParser(string script, IReadOnlyDictionary<string, string> variables)
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _firstWords = [];
    private int _position;
    private int _line = 1;
    private int _startLine = 1;
    private int _parentheses;
    private int _blocks;
    private bool _hasContent;

    internal IEnumerable<SqlStatement> Statements()
    {
        while (_position < script.Length)
        {
            if (!AtStatementEnd())
            {
                TakeToken();
                continue;
            }
            if (Finish() is { } statement)
                yield return statement;
            _position++;
        }
        if (Finish() is { } last)
            yield return last;
    }

    private char Current => Peek(0);

    private char Peek(int ahead) => _position + ahead < script.Length ? script[_position + ahead] : '\0';

    private bool AtStatementEnd() => Current == ';' && _parentheses == 0 && _blocks == 0;

    private SqlStatement? Finish()
    {
        var statement = _hasContent ? new SqlStatement(_text.ToString(), _startLine) : null;
        _text.Clear();
        _firstWords.Clear();
        (_parentheses, _blocks, _hasContent) = (0, 0, false);
        return statement;
    }

    private void TakeToken()
    {
        if (Current == '\\' && (_position == 0 || script[_position - 1] == '\n'))
            _position = EndOfLine();
        else if (Current == '-' && Peek(1) == '-')
            TakeBlank(EndOfLine());
        else if (Current == '/' && Peek(1) == '*')
            TakeBlank(EndOfComment());
        else if (char.IsWhiteSpace(Current))
            TakeBlank(_position + 1);
        else if (Current == ':' && Peek(1) == '\'' && TryTakeVariable())
            return;
        else if (Current is '\'' or '"')
            Take(EndOfQuoted(_position, backslashEscapes: false));
        else if (Current == '$' && EndOfDollarQuoted() is { } end)
            Take(end);
        else if (IsWordStart(Current))
            TakeWord();
        else
            TakeSymbol();
    }

    private void TakeWord()
    {
        var end = _position;
        while (end < script.Length && IsWordPart(script[end]))
            end++;
        var word = script[_position..end];
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
        if (_firstWords.Count < 4)
            _firstWords.Add(word);
        if (_parentheses > 0 || _firstWords is not (["create", "function" or "procedure", ..] or ["create", "or", "replace", "function" or "procedure", ..]))
            return;
        if (word == "begin" || (word == "case" && _blocks > 0))
            _blocks++;
        else if (word == "end" && _blocks > 0)
            _blocks--;
    }

    private void TakeSymbol()
    {
        if (Current == '(')
            _parentheses++;
        else if (Current == ')' && _parentheses > 0)
            _parentheses--;
        Take(_position + 1);
    }

    private bool TryTakeVariable()
    {
        var end = script.IndexOf('\'', _position + 2);
        if (end < 0 || !variables.TryGetValue(script[(_position + 2)..end], out var value))
            return false;
        BeginContent();
        _text.Append(SqlText.Literal(value));
        _position = end + 1;
        return true;
    }

    private int EndOfLine()
    {
        var end = script.IndexOf('\n', _position);
        return end < 0 ? script.Length : end;
    }

    private int EndOfComment()
    {
        var depth = 0;
        for (var at = _position; at + 1 < script.Length; at++)
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
        var tagEnd = _position + 1;
        if (IsWordStart(Peek(1)))
        {
            while (tagEnd < script.Length && script[tagEnd] != '$' && IsWordPart(script[tagEnd]))
                tagEnd++;
        }
        if (tagEnd >= script.Length || script[tagEnd] != '$')
            return null;
        var tag = script[_position..(tagEnd + 1)];
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
        if (_hasContent)
            Append(end);
        else
            Skip(end);
    }

    private void BeginContent()
    {
        if (!_hasContent)
            (_hasContent, _startLine) = (true, _line);
    }

    private void Append(int end)
    {
        end = Math.Min(end, script.Length);
        _text.Append(script, _position, end - _position);
        Skip(end);
    }

    private void Skip(int end)
    {
        _line += script.AsSpan(_position, end - _position).Count('\n');
        _position = end;
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || c == '$';
}
