using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>An option that takes no value on the command line, and true or false in a file.</summary>
internal sealed record SwitchForm : ValueForm
{
    public override object? Read(JsonTree value, ConfigurationReader reader)
    {
        if (value.Kind is JsonTokenType.True or JsonTokenType.False)
            return value.Kind == JsonTokenType.True;
        reader.Tell(value, "expected true or false");
        return null;
    }

    public override object Parse(IReadOnlyList<string> texts) => true;

    public override void WriteSchema(Utf8JsonWriter json) => json.WriteString("type", "boolean");

    public override string InCode(string text) => text;
}
