namespace SnapshotSeed.Options.Declared;

/// <summary>How a command line writes a table and a value for it in one text.</summary>
internal sealed record TableSyntax(char Separator, string Expected)
{
    public static readonly TableSyntax Number = new('=', "TABLE=NUMBER, for example orders=20");

    public static readonly TableSyntax Child = new('=', "TABLE=CHILD, for example orders=order_lines");

    public static readonly TableSyntax Condition = new(
        ':',
        "\"TABLE: CONDITION\", for example \"orders: status <> 'draft'\""
    );

    /// <exception cref="FormatException">The text has another form.</exception>
    public (string Table, string Value) Split(string text)
    {
        var at = Separator == ':' ? text.IndexOf(Separator) : text.LastIndexOf(Separator);
        if (at <= 0 || string.IsNullOrWhiteSpace(text[(at + 1)..]))
            throw new FormatException(Expected);
        return Separator == ':' ? (text[..at].Trim(), text[(at + 1)..].Trim()) : (text[..at], text[(at + 1)..]);
    }
}
