using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>How a value of an option is written: on the command line, in a file, in a file's JSON schema, in code.</summary>
internal abstract record ValueForm
{
    /// <summary>Null after a problem, which the reader collects.</summary>
    public abstract object? Read(JsonTree value, ConfigurationReader reader);

    /// <exception cref="FormatException">The text has another form; the message says which one is expected.</exception>
    public virtual object Parse(IReadOnlyList<string> texts) =>
        throw new NotSupportedException("this value stands in a file only");

    /// <summary>The members of each object of a list.</summary>
    public virtual IReadOnlyList<FormMember> Members => [];

    public abstract void WriteSchema(Utf8JsonWriter json);

    /// <summary>As C# writes it.</summary>
    public virtual string InCode(string text) => $"\"{text}\"";
}
