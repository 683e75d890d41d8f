using System.Collections.Immutable;

namespace SnapshotSeed.Options.Declared;

internal static class KnownForms
{
    public static readonly ValueForm Switch = new SwitchForm();

    public static readonly ValueForm Rows = new NumberForm();

    public static readonly ValueForm Text = new TextForm<string>(text => text);

    public static readonly ValueForm Address = new TextForm<string>(text => text) { HasVariables = true };

    public static readonly ValueForm Names = new NamesForm();

    public static readonly ValueForm Order = new TextForm<Order>(
        Options.Order.Parse,
        "^(key|newest(:.+)?|random:.+|coverage)$"
    );

    public static readonly ValueForm Moment = new TextForm<TimeRebase>(TimeRebase.Parse);

    public static readonly ValueForm OnOff = new WordForm([("on", true, "true"), ("off", false, "false")]);

    public static readonly ValueForm Stamp = new TextForm<MigrationStamp>(text => new(text.Length == 0 ? null : text));

    public static readonly ValueForm TextByName = new MapForm<string>(Text);

    public static readonly ValueForm NamesByName = new MapForm<ImmutableArray<string>>(Names);

    public static readonly ValueForm Include = new ObjectForm<Include>(
        "include",
        [
            new("table", "The table.", Text, IsRequired: true),
            new("where", "A condition over the table's own columns.", Text, IsRequired: true),
            new("children", "How many child rows may come along, or all. Default: 0.", new NumberOrAllForm()),
        ],
        values =>
            new((string)values["table"], (string)values["where"])
            {
                Children = values.GetValueOrDefault("children") as int? ?? 0,
            }
    )
    {
        OfText = text =>
        {
            var (table, where) = TableSyntax.Condition.Split(text);
            return new(table, where);
        },
    };

    public static readonly ValueForm References = new ObjectForm<Reference>(
        "references",
        [
            new("from", "The referencing columns: table(column) or table(column, column).", Text, IsRequired: true),
            new("to", "The referenced columns, a unique key: table(column).", Text, IsRequired: true),
            new("where", "A condition over the columns of either table.", Text),
        ],
        values =>
            Reference.Parse((string)values["from"], (string)values["to"], values.GetValueOrDefault("where") as string)
    );
}
