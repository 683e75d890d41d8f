using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>A number of rows, 0 or more, or the word all, which is the greatest number.</summary>
internal sealed record NumberOrAllForm : ValueForm
{
    private const string All = "all";

    public override object? Read(JsonTree value, ConfigurationReader reader)
    {
        if (value.Value is All)
            return Include.All;
        if (value.Value is long and >= 0 and <= int.MaxValue)
            return (int)(long)value.Value;
        reader.Tell(value, $"expected a number of rows, 0 or more, or \"{All}\"");
        return null;
    }

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        KnownForms.Rows.WriteSchema(json);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("const", All);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
