using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>Each word comes with its value, and how C# writes that.</summary>
internal sealed record WordForm(IReadOnlyList<(string Word, object Value, string Code)> Words) : ValueForm
{
    /// <summary>The members of an enum, in lower case.</summary>
    public static WordForm Of<T>()
        where T : struct, Enum =>
        new([
            .. Enum.GetValues<T>()
                .Select(value => (value.ToString().ToLowerInvariant(), (object)value, $"{typeof(T).Name}.{value}")),
        ]);

    public override object? Read(JsonTree value, ConfigurationReader reader)
    {
        if (reader.Text(value) is not { } text)
            return null;
        if (Find(text) is { } found)
            return found;
        reader.Tell(value, $"expected {Expected}");
        return null;
    }

    public override object Parse(IReadOnlyList<string> texts) => Find(texts[^1]) ?? throw new FormatException(Expected);

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("enum");
        foreach (var (word, _, _) in Words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    public override string InCode(string text) => Words.First(word => word.Word == text).Code;

    private string Expected => $"{string.Join(", ", Words.SkipLast(1).Select(word => word.Word))} or {Words[^1].Word}";

    private object? Find(string text) => Words.FirstOrDefault(word => word.Word == text).Value;
}
