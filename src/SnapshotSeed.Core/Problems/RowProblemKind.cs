namespace SnapshotSeed.Problems;

/// <summary>What is wrong with a row, a file or a table.</summary>
public enum RowProblemKind
{
    /// <summary>The snapshot's table is not in the database.</summary>
    TableNotFound,

    /// <summary>A file of a folder without a manifest has the name of no table of the database.</summary>
    NoTable,

    /// <summary>The table's file is missing or malformed.</summary>
    Unreadable,

    /// <summary>The header names a column that the manifest does not have.</summary>
    NotInManifest,

    /// <summary>The role may not SELECT from the table, which comparing rows needs.</summary>
    NotReadable,

    /// <summary>The table is unlogged and the server a standby, which has none of its rows.</summary>
    NotOnStandby,

    /// <summary>Row level security may hide rows of the table from the role.</summary>
    RowSecurity,

    /// <summary>The role may not INSERT into the table.</summary>
    NotInsertable,

    /// <summary>The role may not UPDATE the table.</summary>
    NotUpdatable,

    /// <summary>The table has UPDATE rules, which do something else in an UPDATE's place.</summary>
    RulesOnUpdate,

    /// <summary>
    /// The table has INSERT rules and is part of a cycle, which takes a statement that runs no rules.
    /// </summary>
    RulesInCycle,

    /// <summary>The header names a column more than once.</summary>
    RepeatedColumn,

    /// <summary>The header names a column that the target lacks.</summary>
    UnknownColumn,

    /// <summary>A column of the file is generated in the target.</summary>
    GeneratedColumn,

    /// <summary>A column has another type in the target than in the snapshot.</summary>
    ColumnType,

    /// <summary>A domain or composite type is made of something else in the target.</summary>
    TypeDefinition,

    /// <summary>The header lacks a column that was exported.</summary>
    MissingColumn,

    /// <summary>The header lacks a column of the key that was named for the table.</summary>
    KeyColumn,

    /// <summary>The target has a column, NOT NULL without a default, that the file lacks.</summary>
    RequiredColumn,

    /// <summary>NULL in a column that is NOT NULL in the target.</summary>
    Null,

    /// <summary>A value that its column's type refuses.</summary>
    Value,

    /// <summary>A value with a character that the target's encoding lacks.</summary>
    Character,

    /// <summary>Two rows of the file have the same key.</summary>
    Duplicate,

    /// <summary>The target has several rows of the key that was named for the table.</summary>
    SeveralRows,

    /// <summary>The target has the row already, which was said to be an error.</summary>
    AlreadyThere,

    /// <summary>Another row of the target holds the row's unique value.</summary>
    Collision,

    /// <summary>
    /// Another row, of the target or the file, excludes the row by an expression or exclusion constraint.
    /// </summary>
    Exclusion,

    /// <summary>What the row references is neither in the snapshot nor in the target.</summary>
    Dangling,

    /// <summary>What the row references is in a table of the snapshot that is not loaded.</summary>
    DanglingIntoLeftOut,

    /// <summary>What the row references is not in the snapshot.</summary>
    DanglingInFolder,

    /// <summary>What the row references is in the snapshot, but the target holds that row with other values.</summary>
    DanglingIntoDifferent,

    /// <summary>What the row references is in a table of an extension, whose rows are in no snapshot.</summary>
    DanglingIntoExtension,

    /// <summary>The row violates a CHECK constraint.</summary>
    Check,

    /// <summary>The server refused the table's rows, and only inserting them can tell why.</summary>
    Refused,

    /// <summary>Rows were neither there nor inserted.</summary>
    NotInserted,

    /// <summary>Rows that differ were not updated.</summary>
    NotUpdated,

    /// <summary>Ids of the table are to be assigned, and no key without the id tells its rows apart.</summary>
    NoNaturalKey,

    /// <summary>The natural key of the table needs ids that only it could find.</summary>
    KeyNeedsItself,

    /// <summary>Two rows of the file have the same label for an id.</summary>
    LabelTwice,

    /// <summary>A label that no row of the snapshot has.</summary>
    LabelUnknown,

    /// <summary>A label of a row in a table that is not loaded, and that the target does not have.</summary>
    LabelNotInTarget,

    /// <summary>A value that the change of its column's type would take something from.</summary>
    LosesValue,

    /// <summary>A time that its type cannot hold once it is moved.</summary>
    TimeOutOfRange,
}
