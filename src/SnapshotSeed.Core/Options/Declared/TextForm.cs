using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>A string; where it has no meaning, a <see cref="FormatException"/> says what is expected.</summary>
internal sealed record TextForm<T>(Func<string, T> Meaning, string? Pattern = null) : ValueForm
    where T : notnull
{
    /// <summary>Whether variables stand in it, as <c>${NAME}</c>, if a file gives it.</summary>
    public bool HasVariables { get; init; }

    public override object? Read(JsonTree value, ConfigurationReader reader)
    {
        if (reader.Text(value) is not { } text)
            return null;
        try
        {
            return Meaning(HasVariables ? reader.WithVariables(value, text) : text);
        }
        catch (FormatException e)
        {
            reader.Tell(value, $"expected {e.Message}");
            return null;
        }
    }

    public override object Parse(IReadOnlyList<string> texts) => Meaning(texts[^1]);

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "string");
        if (Pattern is not null)
            json.WriteString("pattern", Pattern);
    }
}
