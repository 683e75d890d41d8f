using System.Globalization;
using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

internal sealed record NumberForm : ValueForm
{
    private const string Expected = "a number of rows, 0 or more";

    public override object? Read(JsonTree value, ConfigurationReader reader)
    {
        if (value.Value is long and >= 0 and <= int.MaxValue)
            return (int)(long)value.Value;
        reader.Tell(value, $"expected {Expected}");
        return null;
    }

    public override object Parse(IReadOnlyList<string> texts) =>
        int.TryParse(texts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException(Expected);

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "integer");
        json.WriteNumber("minimum", 0);
    }

    public override string InCode(string text) => text;
}
