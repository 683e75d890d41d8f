using System.Collections.Immutable;
using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>A list of names: separated by commas on the command line, an array of strings in a file.</summary>
internal sealed record NamesForm : ValueForm
{
    /// <summary>Not within quotes, as in <c>"a,b"</c>. A quote that is never closed is part of a name.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var open = new List<string>();
        foreach (var piece in text.Split(','))
        {
            open.Add(piece);
            if (open.Sum(part => part.Count(c => c == '"')) % 2 == 0)
            {
                names.Add(string.Join(',', open));
                open.Clear();
            }
        }

        names.AddRange(open);
        return names.ToImmutable();
    }

    public override object? Read(JsonTree value, ConfigurationReader reader) => reader.Texts(value);

    public override object Parse(IReadOnlyList<string> texts) => texts.SelectMany(Split).ToImmutableArray();

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteString("type", "string");
        json.WriteEndObject();
    }

    public override string InCode(string text) => $"[\"{text}\"]";
}
