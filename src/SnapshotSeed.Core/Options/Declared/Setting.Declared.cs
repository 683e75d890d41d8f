using System.Collections.Immutable;

namespace SnapshotSeed.Options.Declared;

/// <summary>The options, in the order of help and documentation.</summary>
internal sealed partial class Setting
{
    private static readonly List<Setting> Declared = [];

    public static IReadOnlyList<Setting> All => Declared;

    public static readonly Setting Source = Declare(
        new("the connection to the source", "Database to read: postgresql:// URL or Npgsql string.")
        {
            Option = "source",
            Meta = "URL",
            Variable = "DATABASE_URL_DEMO",
            Default = "DATABASE_URL_DEMO",
            Commands = ToolCommands.Sampling | ToolCommands.Init,
            Key = "source",
            Form = KnownForms.Address,
            Set = (all, value) => all with { Source = (string)value },
        }
    );

    public static readonly Setting Target = Declare(
        new("the connection to the target", "Database to load or compare: URL or Npgsql string.")
        {
            Option = "target",
            Meta = "URL",
            Variable = "DATABASE_URL_TEST",
            Default = "DATABASE_URL_TEST",
            Commands = ToolCommands.Reading,
            Variants = [(ToolCommands.Plan, "Plan an import into this database instead of an export.", "none")],
            Key = "target",
            Form = KnownForms.Address,
            Set = (all, value) => all with { Target = (string)value },
        }
    );

    public static readonly Setting Folder = Declare(
        new("the argument folder", "Snapshot folder.")
        {
            Option = "snapshot",
            Meta = "DIR",
            Default = SnapshotConfiguration.DefaultFolder,
            Commands = ToolCommands.All & ~ToolCommands.Init,
            Variants = [(ToolCommands.Check, "Snapshot folder; check DIR names it as well.", null)],
            Key = "snapshot",
            Form = KnownForms.Text,
            Set = (all, value) => all with { Snapshot = (string)value },
        }
    );

    public static readonly Setting Only = Declare(
        new("Only", "Export these tables and the rows they reference.")
        {
            Option = "tables",
            Meta = "T,...",
            Default = "all",
            Commands = ToolCommands.Sampling | ToolCommands.Import | ToolCommands.Verify,
            Variants =
            [
                (ToolCommands.Import, "Load only these tables.", null),
                (ToolCommands.Verify, "Compare only these tables.", null),
                (
                    ToolCommands.Plan,
                    "Export these tables and the rows they reference, or load only these tables.",
                    null
                ),
            ],
            Form = KnownForms.Names,
            TakesSeveral = true,
            Set = AddTables,
        }
    );

    public static readonly Setting Table = Declare(
        new("Only", "The same for one table.")
        {
            Option = "table",
            Meta = "T",
            Default = "all",
            Commands = ToolCommands.Import | ToolCommands.Verify | ToolCommands.Plan,
            IsRepeatable = true,
            Form = KnownForms.Names,
            TakesSeveral = true,
            Set = AddTables,
        }
    );

    public static readonly Setting Exclude = Declare(
        new("Exclude", "Exclude these tables, and the rows that reference their rows.")
        {
            Option = "exclude",
            Meta = "T,...",
            Default = "none",
            Commands = ToolCommands.Sampling,
            Key = "exclude",
            Form = KnownForms.Names,
            TakesSeveral = true,
            Set = Export<ImmutableArray<string>>((options, names) => options with { Exclude = names }),
        }
    );

    public static readonly Setting Schemas = Declare(
        new("Schemas", "Export only these schemas.")
        {
            Option = "schemas",
            Meta = "S,...",
            Default = "all",
            Commands = ToolCommands.Sampling,
            Key = "schemas",
            Form = KnownForms.Names,
            Set = Export<ImmutableArray<string>>((options, names) => options with { Schemas = names }),
        }
    );

    public static readonly Setting Limit = Declare(
        new("Limit", "Rows to take from each table; parent rows may exceed it.")
        {
            Option = "limit",
            Meta = "N",
            Default = "100",
            Commands = ToolCommands.Sampling,
            Key = "limit",
            Form = KnownForms.Rows,
            Set = Export<int>((options, rows) => options with { Limit = rows }),
        }
    );

    public static readonly Setting TableLimit = Declare(
        new("Tables.Limit", "Limit for one table; 0: only referenced rows.")
        {
            Option = "table-limit",
            Meta = "T=N",
            Default = "--limit",
            Commands = ToolCommands.Sampling,
            IsRepeatable = true,
            TableKey = "limit",
            Form = KnownForms.Rows,
            Syntax = TableSyntax.Number,
            SetOfTable = Exported<int>((table, rows) => table with { Limit = rows }),
        }
    );

    public static readonly Setting Floor = Declare(
        new("Floor", "Minimum rows per non-empty table, even beyond limits and headroom.")
        {
            Option = "floor",
            Meta = "N",
            Default = "limit/10, 1 to 10",
            Commands = ToolCommands.Sampling,
            Key = "floor",
            TableKey = "floor",
            TableHelp = "Minimum rows of this table.",
            Form = KnownForms.Rows,
            Set = Export<int>((options, rows) => options with { Floor = rows }),
            SetOfTable = Exported<int>((table, rows) => table with { Floor = rows }),
        }
    );

    public static readonly Setting Headroom = Declare(
        new("Headroom", "Parent rows a table may have beyond its limit.")
        {
            Option = "headroom",
            Meta = "N",
            Default = "largest limit",
            Commands = ToolCommands.Sampling,
            Key = "headroom",
            Form = KnownForms.Rows,
            Set = Export<int>((options, rows) => options with { Headroom = rows }),
        }
    );

    public static readonly Setting Where = Declare(
        new("Tables.Where", "Take only rows that match; exclude rows that reference others of T.")
        {
            Option = "where",
            Meta = "\"T: SQL\"",
            Default = "none",
            Commands = ToolCommands.Sampling,
            IsRepeatable = true,
            TableKey = "where",
            TableHelp = "Take only rows that match; exclude rows that reference others.",
            Form = KnownForms.Text,
            Syntax = TableSyntax.Condition,
            SetOfTable = Exported<string>((table, condition) => table with { Where = table.Where.Add(condition) }),
            Clear = EachExported(table => table with { Where = [] }),
        }
    );

    public static readonly Setting Include = Declare(
        new("Include", "Always take these rows and all rows they reference.")
        {
            Option = "include",
            Meta = "\"T: SQL\"",
            Default = "none",
            Commands = ToolCommands.Sampling,
            IsRepeatable = true,
            See = "[choosing rows](choosing-rows.md#rows-that-are-always-there)",
            Key = "include",
            Form = KnownForms.Include,
            Set = Export<ImmutableArray<Include>>((options, rows) => options with { Include = rows }),
        }
    );

    public static readonly Setting With = Declare(
        new("Tables.With", "With each row of T, export all rows of CHILD that reference it.")
        {
            Option = "with",
            Meta = "T=CHILD",
            Default = "none",
            Commands = ToolCommands.Sampling,
            IsRepeatable = true,
            TableKey = "with",
            TableHelp = "Tables whose rows come along with the rows that they reference.",
            Form = KnownForms.Names,
            Syntax = TableSyntax.Child,
            SetOfTable = Exported<ImmutableArray<string>>(
                (table, children) => table with { With = table.With.AddRange(children) }
            ),
            Clear = EachExported(table => table with { With = [] }),
        }
    );

    public static readonly Setting Order = Declare(
        new("Order", "Rows to prefer: key, newest[:COLUMN], random:SEED or coverage (varied values).")
        {
            Option = "order",
            Meta = "ORDER",
            Default = "key",
            Commands = ToolCommands.Sampling,
            Key = "order",
            TableKey = "order",
            Form = KnownForms.Order,
            Set = Export<Order>((options, order) => options with { Order = order }),
            SetOfTable = Exported<Order>((table, order) => table with { Order = order }),
            Clear = EachExported(table => table with { Order = null }),
        }
    );

    public static readonly Setting Replace = Declare(
        new("Replace", "Replace a snapshot that has more tables; delete their files.")
        {
            Option = "replace",
            Default = "off",
            Commands = ToolCommands.Sampling,
            Set = Export<bool>((options, replace) => options with { Replace = replace }),
        }
    );

    public static readonly Setting TruncateFirst = Declare(
        new("TruncateFirst", "Empty the loaded tables first, never by CASCADE; refused if other tables reference them.")
        {
            Option = "truncate-first",
            Default = "off",
            Commands = ToolCommands.Loading,
            Set = Import<bool>((options, truncate) => options with { TruncateFirst = truncate }),
        }
    );

    public static readonly Setting OnConflict = Declare(
        new("OnConflict", "If a row exists: skip it, update it where it differs, or fail.")
        {
            Option = "on-conflict",
            Meta = "MODE",
            Default = "skip",
            Commands = ToolCommands.Loading,
            Key = "onConflict",
            TableKey = "onConflict",
            Form = WordForm.Of<ConflictMode>(),
            Set = Import<ConflictMode>((options, mode) => options with { OnConflict = mode }),
            SetOfTable = Imported<ConflictMode>((table, mode) => table with { OnConflict = mode }),
        }
    );

    public static readonly Setting KeepGoing = Declare(
        new("KeepGoing", "Load what can be loaded, report the rest; exit code 1 if anything was not loaded.")
        {
            Option = "keep-going",
            Default = "off",
            Commands = ToolCommands.Loading,
            Set = Import<bool>((options, keepGoing) => options with { KeepGoing = keepGoing }),
        }
    );

    public static readonly Setting Ids = Declare(
        new("Ids", "keep the ids of the files, or assign: new ids, references follow.")
        {
            Option = "ids",
            Meta = "MODE",
            Default = "keep",
            Commands = ToolCommands.Reading,
            Key = "ids",
            TableKey = "ids",
            Form = WordForm.Of<IdMode>(),
            Set = Import<IdMode>((options, mode) => options with { Ids = mode }),
            SetOfTable = Imported<IdMode>((table, mode) => table with { Ids = mode }),
        }
    );

    public static readonly Setting Null = Declare(
        new("Null", "Text for NULL in a folder without snapshot.json; \"\" is an empty field.")
        {
            Option = "null",
            Meta = "TEXT",
            Default = "\\N",
            Commands = ToolCommands.Reading | ToolCommands.Check,
            Key = "null",
            Form = KnownForms.Text,
            Set = Import<string>((options, text) => options with { Null = text }),
        }
    );

    public static readonly Setting Drift = Declare(
        new("Drift", "refuse drift, or adapt: skip what the target lacks, cast types.")
        {
            Option = "drift",
            Meta = "MODE",
            Default = "refuse",
            Commands = ToolCommands.Reading,
            Key = "drift",
            Form = WordForm.Of<DriftMode>(),
            Set = Import<DriftMode>((options, mode) => options with { Drift = mode }),
        }
    );

    public static readonly Setting Expect = Declare(
        new("Expect", "What verify wants of the rows: equal values, or present under their keys.")
        {
            Option = "expect",
            Meta = "MODE",
            Default = "equal; present for hand-written folders under skip",
            Commands = ToolCommands.Reading,
            HiddenIn = ToolCommands.Plan,
            See = "[seeds](seeds.md#later-changes)",
            Key = "expect",
            TableKey = "expect",
            Form = WordForm.Of<Expectation>(),
            Set = Import<Expectation>((options, expectation) => options with { Expect = expectation }),
            SetOfTable = Imported<Expectation>((table, expectation) => table with { Expect = expectation }),
        }
    );

    public static readonly Setting Migration = Declare(
        new("Migration", "If migrations differ: warn, require (fail) or ignore.")
        {
            Option = "migration",
            Meta = "MODE",
            Default = "warn",
            Commands = ToolCommands.Loading,
            Key = "migration",
            Form = WordForm.Of<MigrationMode>(),
            Set = Import<MigrationMode>((options, mode) => options with { Migration = mode }),
        }
    );

    public static readonly Setting StampMigration = Declare(
        new("StampMigration", "Record the snapshot's migrations (up to VERSION) in the target.")
        {
            Option = "stamp-migration",
            Meta = "[VERSION]",
            Default = "off",
            Commands = ToolCommands.Loading,
            Form = KnownForms.Stamp,
            Set = Import<MigrationStamp>((options, stamp) => options with { StampMigration = stamp }),
        }
    );

    public static readonly Setting Rebase = Declare(
        new("Time.Rebase", "Shift all times so that the newest becomes now or DATE.")
        {
            Option = "rebase-time",
            Meta = "now|DATE",
            Default = "off",
            Commands = ToolCommands.Reading,
            Key = "time.rebase",
            Form = KnownForms.Moment,
            Set = Time<TimeRebase>((time, moment) => time with { Rebase = moment }),
        }
    );

    public static readonly Setting TimeExclude = Declare(
        new("Time.Exclude", "Columns that do not shift, as table.column.")
        {
            See = "[schema changes](schema-changes.md#shifted-times)",
            Key = "time.exclude",
            Form = KnownForms.Names,
            Set = Time<ImmutableArray<string>>((time, columns) => time with { Exclude = columns }),
        }
    );

    public static readonly Setting TimeNewest = Declare(
        new("Time.Newest", "The columns whose newest time counts, as table.column.")
        {
            Default = "all that shift",
            See = "[schema changes](schema-changes.md#shifted-times)",
            Key = "time.newest",
            Form = KnownForms.Names,
            Set = Time<ImmutableArray<string>>((time, columns) => time with { Newest = columns }),
        }
    );

    public static readonly Setting Triggers = Declare(
        new("Triggers", "off: disable user triggers of loaded tables during the import (owner only).")
        {
            Option = "triggers",
            Meta = "on|off",
            Default = "on",
            Commands = ToolCommands.Loading,
            Form = KnownForms.OnOff,
            Set = Import<bool>((options, on) => options with { Triggers = on }),
        }
    );

    public static readonly Setting RefreshViews = Declare(
        new("RefreshViews", "Refresh materialized views over loaded tables; otherwise list them.")
        {
            Option = "refresh-views",
            Default = "off",
            Commands = ToolCommands.Loading,
            Set = Import<bool>((options, refresh) => options with { RefreshViews = refresh }),
        }
    );

    public static readonly Setting AllowTargets = Declare(
        new("AllowTargets", "Allow this target although its name has no part like test, dev, ci, local.")
        {
            Option = "allow-target",
            Meta = "NAME",
            Default = "none",
            Commands = ToolCommands.Loading,
            Key = "allowTargets",
            Form = KnownForms.Names,
            Set = Import<ImmutableArray<string>>(
                (options, names) => options with { AllowTargets = options.AllowTargets.AddRange(names) }
            ),
        }
    );

    public static readonly Setting TableKeys = Declare(
        new("Tables.Key", "The natural key: the columns that identify a row. No constraint has to declare it.")
        {
            See = "[seeds](seeds.md#natural-keys)",
            TableKey = "key",
            Form = KnownForms.Names,
            SetOfTable = Imported<ImmutableArray<string>>((table, columns) => table with { Key = columns }),
        }
    );

    public static readonly Setting SkippedColumns = Declare(
        new("Tables.Columns.Skip", "Leave this column out of the snapshot; an import fills in its default.")
        {
            See = "[choosing rows](choosing-rows.md#columns)",
            ColumnKey = "skip",
            SetOfColumn = (all, table, column, skip) =>
                all with
                {
                    Export = all.Export with
                    {
                        Tables = all.Export.Tables.With(
                            table,
                            options =>
                                options with
                                {
                                    Columns = options.Columns.With(column, _ => new() { Skip = (bool)skip }),
                                }
                        ),
                    },
                },
        }
    );

    public static readonly Setting References = Declare(
        new("References", "Virtual foreign keys, which the database does not declare.")
        {
            See = "[choosing rows](choosing-rows.md#virtual-foreign-keys)",
            Key = "references",
            Form = KnownForms.References,
            Set = Both<ImmutableArray<Reference>>(
                (options, references) => options with { References = references },
                (options, references) => options with { References = references }
            ),
        }
    );

    public static readonly Setting Groups = Declare(
        new("Groups", "Names for several tables, for --tables and --exclude.")
        {
            See = "[seeds](seeds.md#groups)",
            Key = "groups",
            Form = KnownForms.NamesByName,
            Set = Both<ByTable<ImmutableArray<string>>>(
                (options, groups) => options with { Groups = groups },
                (options, groups) => options with { Groups = groups }
            ),
        }
    );

    public static readonly Setting MigrationTables = Declare(
        new("MigrationTables", "Tables of unknown migration tools, each with its version column.")
        {
            See = "[schema changes](schema-changes.md#migration-history)",
            Key = "migrationTables",
            Form = KnownForms.TextByName,
            Set = Both<ByTable<string>>(
                (options, tables) => options with { MigrationTables = tables },
                (options, tables) => options with { MigrationTables = tables }
            ),
        }
    );

    public static readonly Setting Verify = Declare(
        new("VerifyAsync", "Compare target and snapshot afterwards; exit code 3 if they differ.")
        {
            Option = "verify",
            Default = "off",
            Commands = ToolCommands.Loading,
            HiddenIn = ToolCommands.Refresh | ToolCommands.Plan,
        }
    );

    public static readonly Setting Update = Declare(
        new("UpdateAsync", "Rewrite snapshot.json to match the edited files.")
        {
            Option = "update",
            Default = "off",
            Commands = ToolCommands.Check,
        }
    );

    public static readonly Setting Json = Declare(
        new("ToString", "Print one JSON object instead of text.")
        {
            Option = "json",
            Default = "off",
            Commands = ToolCommands.All,
        }
    );

    public static readonly Setting Verbosity = Declare(
        new("Logger", "Log level on stderr: debug, info, warning or error.")
        {
            Option = "verbosity",
            Meta = "LEVEL",
            Default = "info",
            Commands = ToolCommands.All,
            Form = new WordForm([
                ("debug", "debug", ""),
                ("info", "info", ""),
                ("warning", "warning", ""),
                ("error", "error", ""),
            ]),
        }
    );

    public static readonly Setting LogFormat = Declare(
        new("Logger", "Format of the log: text, or json with one event per line.")
        {
            Option = "log-format",
            Meta = "FORMAT",
            Default = "text",
            Commands = ToolCommands.All,
            Form = new WordForm([("text", "text", ""), ("json", "json", "")]),
        }
    );

    public static readonly Setting LogFile = Declare(
        new("Logger", "Also log to this file, at debug level.")
        {
            Option = "log-file",
            Meta = "FILE",
            Default = "none",
            Commands = ToolCommands.All,
            Form = KnownForms.Text,
        }
    );

    public static readonly Setting Config = Declare(
        new("the options", "Read options from this file; the command line wins.")
        {
            Option = "config",
            Meta = "FILE",
            Default = SnapshotConfiguration.FileName,
            Commands = ToolCommands.All,
            Variants = [(ToolCommands.Init, "The file to write.", null)],
            Form = KnownForms.Text,
        }
    );

    private static Setting Declare(Setting setting)
    {
        Declared.Add(setting);
        return setting;
    }

    private static Func<SnapshotConfiguration, object, SnapshotConfiguration> Export<T>(
        Func<ExportOptions, T, ExportOptions> set
    ) => (all, value) => all with { Export = set(all.Export, (T)value) };

    private static Func<SnapshotConfiguration, object, SnapshotConfiguration> Import<T>(
        Func<ImportOptions, T, ImportOptions> set
    ) => (all, value) => all with { Import = set(all.Import, (T)value) };

    private static Func<SnapshotConfiguration, object, SnapshotConfiguration> Both<T>(
        Func<ExportOptions, T, ExportOptions> export,
        Func<ImportOptions, T, ImportOptions> import
    ) => (all, value) => all with { Export = export(all.Export, (T)value), Import = import(all.Import, (T)value) };

    private static Func<SnapshotConfiguration, object, SnapshotConfiguration> Time<T>(
        Func<TimeOptions, T, TimeOptions> set
    ) => Import<T>((options, value) => options with { Time = set(options.Time, value) });

    private static Func<SnapshotConfiguration, string, object, SnapshotConfiguration> Exported<T>(
        Func<TableExportOptions, T, TableExportOptions> set
    ) =>
        (all, name, value) =>
            Export<T>((options, own) => options with { Tables = options.Tables.With(name, table => set(table, own)) })(
                all,
                value
            );

    private static Func<SnapshotConfiguration, string, object, SnapshotConfiguration> Imported<T>(
        Func<TableImportOptions, T, TableImportOptions> set
    ) =>
        (all, name, value) =>
            Import<T>((options, own) => options with { Tables = options.Tables.With(name, table => set(table, own)) })(
                all,
                value
            );

    private static Func<SnapshotConfiguration, SnapshotConfiguration> EachExported(
        Func<TableExportOptions, TableExportOptions> change
    ) => all => all with { Export = all.Export with { Tables = all.Export.Tables.WithAll(change) } };

    private static SnapshotConfiguration AddTables(SnapshotConfiguration all, object names) =>
        Both<ImmutableArray<string>>(
            (options, tables) => options with { Only = options.Only.AddRange(tables) },
            (options, tables) => options with { Only = options.Only.AddRange(tables) }
        )(all, names);
}
