namespace SnapshotSeed.Problems;

/// <summary>The kind of a <see cref="RowProblem"/>.</summary>
public enum RowProblemKind
{
    /// <summary>The database has no such table.</summary>
    TableNotFound,

    /// <summary>The table's file is malformed.</summary>
    Unreadable,

    /// <summary>The snapshot has no file for the table: the manifest lists it, or somebody asked for the table.</summary>
    NoFile,

    /// <summary>The header names a column that the manifest does not have.</summary>
    NotInManifest,

    /// <summary>The role has no SELECT privilege on the table, which comparing rows needs.</summary>
    NotReadable,

    /// <summary>The table is unlogged, so a standby has none of its rows.</summary>
    NotOnStandby,

    /// <summary>Row level security may hide rows of the table from the role.</summary>
    RowSecurity,

    /// <summary>The role has no INSERT privilege on the table.</summary>
    NotInsertable,

    /// <summary>The role has no UPDATE privilege on the table.</summary>
    NotUpdatable,

    /// <summary>The table has UPDATE rules, which replace an UPDATE.</summary>
    RulesOnUpdate,

    /// <summary>
    /// The table has INSERT rules and is part of a cycle, which is loaded by a statement that runs no rules.
    /// </summary>
    RulesInCycle,

    /// <summary>The header names a column more than once.</summary>
    RepeatedColumn,

    /// <summary>The header names a column that the target lacks.</summary>
    UnknownColumn,

    /// <summary>A column of the file is generated in the target.</summary>
    GeneratedColumn,

    /// <summary>A column has a different type in the target than in the snapshot.</summary>
    ColumnType,

    /// <summary>A domain or composite type has a different definition in the target.</summary>
    TypeDefinition,

    /// <summary>The header lacks a column that was exported.</summary>
    MissingColumn,

    /// <summary>The header lacks a column of the key that was configured for the table.</summary>
    KeyColumn,

    /// <summary>The target has a column that is NOT NULL, has no default and is not in the file.</summary>
    RequiredColumn,

    /// <summary>NULL in a column that is NOT NULL in the target.</summary>
    Null,

    /// <summary>A value that does not fit its column's type.</summary>
    Value,

    /// <summary>A value with a character that the target's encoding lacks.</summary>
    Character,

    /// <summary>Two rows of the file have the same key.</summary>
    Duplicate,

    /// <summary>The target has several rows with a key that was configured for the table.</summary>
    SeveralRows,

    /// <summary>The target already has the row, and the conflict mode is Fail.</summary>
    AlreadyThere,

    /// <summary>Another row of the target has the row's unique value.</summary>
    Collision,

    /// <summary>
    /// A row of the target or the file conflicts by a partial or expression index, or an exclusion constraint.
    /// </summary>
    Exclusion,

    /// <summary>The parent row is neither in the snapshot nor in the target.</summary>
    Dangling,

    /// <summary>The parent row is in a table of the snapshot that is not loaded.</summary>
    DanglingIntoLeftOut,

    /// <summary>The parent row is not in the snapshot.</summary>
    DanglingInFolder,

    /// <summary>The parent row's table has no file in the snapshot.</summary>
    DanglingIntoNoFile,

    /// <summary>The parent row is in the snapshot, but the target has it with other values.</summary>
    DanglingIntoDifferent,

    /// <summary>The parent row is in the snapshot and was not loaded.</summary>
    ParentNotLoaded,

    /// <summary>The parent row is in a table of an extension, whose rows no snapshot has.</summary>
    DanglingIntoExtension,

    /// <summary>The row violates a CHECK constraint.</summary>
    Check,

    /// <summary>The server rejected rows of the table, and only another insert can tell why.</summary>
    Refused,

    /// <summary>Rows were missing and were not inserted.</summary>
    NotInserted,

    /// <summary>A trigger changed the key of the row while it was inserted, or deleted the row.</summary>
    Lost,

    /// <summary>Rows that differ were not updated.</summary>
    NotUpdated,

    /// <summary>The table's ids are to be assigned, but every unique key contains the id.</summary>
    NoNaturalKey,

    /// <summary>The natural key contains ids that can be found only by that key.</summary>
    KeyNeedsItself,

    /// <summary>Two rows of the file have the same label for an id.</summary>
    LabelTwice,

    /// <summary>A label that matches no row of the snapshot.</summary>
    LabelUnknown,

    /// <summary>A label of a row that is in a table that is not loaded, and not in the target.</summary>
    LabelNotInTarget,

    /// <summary>A cast to the column's new type would change the value.</summary>
    LosesValue,

    /// <summary>A shifted time that is out of range for its type.</summary>
    TimeOutOfRange,
}
