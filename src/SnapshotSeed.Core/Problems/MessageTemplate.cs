using System.Globalization;
using System.Runtime.CompilerServices;
using SnapshotSeed.Model;

namespace SnapshotSeed.Problems;

/// <summary>An interpolated string whose holes also take options, which are named when it is shown.</summary>
[InterpolatedStringHandler]
internal sealed class MessageTemplate
{
    private readonly List<object> parts;

    /// <summary>The compiler calls this constructor, and then a method for each part.</summary>
    public MessageTemplate(int literalLength, int formattedCount) => parts = new((2 * formattedCount) + 1);

    public static implicit operator MessageTemplate(string text)
    {
        var wording = new MessageTemplate(text.Length, 0);
        wording.AppendLiteral(text);
        return wording;
    }

    public static MessageTemplate Lines(IEnumerable<MessageTemplate> messages) => Join("\n", messages);

    public static MessageTemplate Join(string separator, IEnumerable<MessageTemplate> messages)
    {
        var wording = new MessageTemplate(0, 2);
        foreach (var message in messages)
        {
            if (wording.parts.Count > 0)
                wording.AppendLiteral(separator);
            wording.AppendFormatted(message);
        }

        return wording;
    }

    public void AppendLiteral(string text) => parts.Add(text);

    public void AppendFormatted(string? text) => parts.Add(text ?? "");

    public void AppendFormatted(long number) => parts.Add(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(TableName table) => parts.Add(table.ToString());

    public void AppendFormatted(NamedOption option) => parts.Add(option);

    public void AppendFormatted(MessageTemplate wording) => parts.Add(wording);

    public override string ToString() => ToString(option => option.InLibrary);

    public string ToString(Func<NamedOption, string> nameOf) =>
        string.Concat(
            parts.Select(part =>
                part switch
                {
                    NamedOption option => nameOf(option),
                    MessageTemplate wording => wording.ToString(nameOf),
                    _ => (string)part,
                }
            )
        );
}
