using System.Text;
using System.Text.Json;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.Declared;

/// <summary>Lines count from 1. A number is a long; the value of an object or array is null.</summary>
internal sealed record JsonTree(int Line, object? Value, JsonTokenType Kind)
{
    public List<(string Name, JsonTree Value)> Members { get; } = [];

    public List<JsonTree> Elements { get; } = [];

    /// <exception cref="SnapshotSeedException">It is no JSON.</exception>
    public static JsonTree Parse(string text, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(
            bytes,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        try
        {
            reader.Read();
            var tree = Parse(ref reader, bytes);
            reader.Read();
            return tree;
        }
        catch (JsonException e)
        {
            throw new SnapshotSeedException(
                $"{file} line {(e.LineNumber ?? 0) + 1}: no JSON",
                "Look for a comma, quote or brace that is missing there or before it.",
                FailureKind.WrongUsage,
                e
            );
        }
    }

    private static JsonTree Parse(ref Utf8JsonReader reader, byte[] bytes)
    {
        var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new JsonTree(line, null, JsonTokenType.StartObject);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    entries.Members.Add((name, Parse(ref reader, bytes)));
                }

                return entries;
            case JsonTokenType.StartArray:
                var list = new JsonTree(line, null, JsonTokenType.StartArray);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Elements.Add(Parse(ref reader, bytes));
                return list;
            case JsonTokenType.String:
                return new JsonTree(line, reader.GetString(), JsonTokenType.String);
            case JsonTokenType.Number:
                return new JsonTree(line, reader.TryGetInt64(out var number) ? number : null, JsonTokenType.Number);
            default:
                return new JsonTree(line, null, reader.TokenType);
        }
    }
}
