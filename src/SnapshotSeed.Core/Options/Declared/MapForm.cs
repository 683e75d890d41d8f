using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>Values by name: an object of a file.</summary>
internal sealed record MapForm<T>(ValueForm Values) : ValueForm
{
    public override object? Read(JsonTree value, ConfigurationReader reader)
    {
        var read = new ByTable<T>();
        reader.ReadEntries(
            value,
            (name, entry) =>
            {
                if (Values.Read(entry, reader) is T known)
                    read[name] = known;
            }
        );
        return read;
    }

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        Values.WriteSchema(json);
        json.WriteEndObject();
    }
}
