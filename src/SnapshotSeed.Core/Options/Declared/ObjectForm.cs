using System.Collections.Immutable;
using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>An array of objects in a file; on the command line each text is one, if it can be.</summary>
internal sealed record ObjectForm<T>(
    string Name,
    ImmutableArray<FormMember> Parts,
    Func<IReadOnlyDictionary<string, object>, T> Make
) : ValueForm
    where T : notnull
{
    public override IReadOnlyList<FormMember> Members => Parts;

    public Func<string, T>? OfText { get; init; }

    public override object? Read(JsonTree value, ConfigurationReader reader) =>
        reader.Elements(value).Select(entry => ReadEntry(entry, reader)).OfType<T>().ToImmutableArray();

    public override object Parse(IReadOnlyList<string> texts) =>
        OfText is null ? base.Parse(texts) : texts.Select(OfText).ToImmutableArray();

    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        ConfigurationSchema.WriteObject(
            json,
            Members.Where(member => member.IsRequired).Select(member => member.Name),
            Members.Select(member => (member.Name, member.Help, member.Form))
        );
        json.WriteEndObject();
    }

    private object? ReadEntry(JsonTree entry, ConfigurationReader reader)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        reader.ReadMembers(
            entry,
            Members.ToDictionary(
                member => member.Name,
                member =>
                    (Action<JsonTree>)(
                        value =>
                        {
                            if (member.Form.Read(value, reader) is { } read)
                                values[member.Name] = read;
                        }
                    )
            )
        );
        var missing = Members.Where(member => member.IsRequired && !values.ContainsKey(member.Name)).ToList();
        try
        {
            if (missing.Count == 0)
                return Make(values);
            var names = string.Join(" and ", Members.Where(member => member.IsRequired).Select(member => member.Name));
            reader.Tell(entry, $"an entry of {Name} needs {names}");
        }
        catch (FormatException e)
        {
            reader.Tell(entry, e.Message);
        }

        return null;
    }
}
