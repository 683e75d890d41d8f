using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>
/// The tables of migration tools, in whatever schema, by name (compared without case) and columns. A table of such a name
/// with other columns is the user's.
/// </summary>
internal static class KnownMigrationTables
{
    private const string Present = "CURRENT_TIMESTAMP";

    private static readonly ILookup<string, Layout> Layouts = new Layout[]
    {
        new("__EFMigrationsHistory", "MigrationId")
        {
            Ledger = new(
                """
                "MigrationId" character varying(150) NOT NULL,
                "ProductVersion" character varying(32) NOT NULL,
                CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
                """,
                "MigrationId",
                "ProductVersion"
            )
            {
                Assumed = [("ProductVersion", "10.0.0")],
            },
        },
        // Each of its rows holds a whole model, compressed: no snapshot carries that.
        new("__MigrationHistory", "MigrationId"),
        new("__diesel_schema_migrations", "version")
        {
            Ledger = new(
                "version varchar(50) PRIMARY KEY NOT NULL, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP",
                "version"
            ),
        },
        new("__drizzle_migrations", "hash", "id")
        {
            Ledger = new("id serial PRIMARY KEY, hash text NOT NULL, created_at bigint", "hash", "created_at"),
        },
        new("_prisma_migrations", "migration_name", "finished_at")
        {
            Ledger = new(
                """
                id varchar(36) PRIMARY KEY NOT NULL,
                checksum varchar(64) NOT NULL,
                finished_at timestamptz,
                migration_name varchar(255) NOT NULL,
                logs text,
                rolled_back_at timestamptz,
                started_at timestamptz NOT NULL DEFAULT now(),
                applied_steps_count integer NOT NULL DEFAULT 0
                """,
                "migration_name",
                "checksum",
                "applied_steps_count"
            )
            {
                Filled = [("id", "gen_random_uuid()::text"), ("finished_at", Present)],
                Where = "finished_at IS NOT NULL AND rolled_back_at IS NULL",
            },
        },
        new("_sqlx_migrations", "version")
        {
            Ledger = new(
                """
                version bigint PRIMARY KEY,
                description text NOT NULL,
                installed_on timestamptz NOT NULL DEFAULT now(),
                success boolean NOT NULL,
                checksum bytea NOT NULL,
                execution_time bigint NOT NULL
                """,
                "version",
                "description",
                "success",
                "checksum"
            )
            {
                Filled = [("execution_time", "0")],
                Where = "success",
            },
        },
        new("alembic_version", "version_num")
        {
            Ledger = new(
                "version_num varchar(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)",
                "version_num"
            )
            {
                KeepsOne = true,
            },
        },
        new("atlas_schema_revisions", "version")
        {
            Others = ["description", "applied"],
            Ledger = new(
                """
                version character varying NOT NULL PRIMARY KEY,
                description character varying NOT NULL,
                type bigint NOT NULL DEFAULT 2,
                applied bigint NOT NULL DEFAULT 0,
                total bigint NOT NULL DEFAULT 0,
                executed_at timestamptz NOT NULL,
                execution_time bigint NOT NULL,
                error text,
                error_stmt text,
                hash character varying NOT NULL,
                partial_hashes jsonb,
                operator_version character varying NOT NULL
                """,
                "version",
                "description",
                "type",
                "applied",
                "total",
                "hash",
                "partial_hashes",
                "operator_version"
            )
            {
                Filled = [("executed_at", Present), ("execution_time", "0")],
            },
        },
        new("databasechangelog", "id", "orderexecuted")
        {
            Ledger = new(
                """
                id varchar(255) NOT NULL,
                author varchar(255) NOT NULL,
                filename varchar(255) NOT NULL,
                dateexecuted timestamp NOT NULL,
                orderexecuted integer NOT NULL,
                exectype varchar(10) NOT NULL,
                md5sum varchar(35),
                description varchar(255),
                comments varchar(255),
                tag varchar(255),
                liquibase varchar(20),
                contexts varchar(255),
                labels varchar(255),
                deployment_id varchar(10)
                """,
                "id",
                "author",
                "filename",
                "orderexecuted",
                "exectype",
                "md5sum",
                "description",
                "comments",
                "tag",
                "liquibase",
                "contexts",
                "labels"
            )
            {
                Key = ["id", "author", "filename"],
                Filled = [("dateexecuted", Present)],
            },
        },
        new("django_migrations", "name", "id")
        {
            Ledger = new(
                """
                id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                app varchar(255) NOT NULL,
                name varchar(255) NOT NULL,
                applied timestamptz NOT NULL
                """,
                "name",
                "app"
            )
            {
                Key = ["name", "app"],
                Filled = [("applied", Present)],
            },
        },
        new("doctrine_migration_versions", "version")
        {
            Ledger = new(
                """
                version varchar(191) NOT NULL PRIMARY KEY,
                executed_at timestamp(0) DEFAULT NULL,
                execution_time integer DEFAULT NULL
                """,
                "version"
            )
            {
                Filled = [("executed_at", Present)],
            },
        },
        new("flyway_schema_history", "version", "installed_rank")
        {
            Ledger = new(
                """
                installed_rank integer NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
                version varchar(50),
                description varchar(200) NOT NULL,
                type varchar(20) NOT NULL,
                script varchar(1000) NOT NULL,
                checksum integer,
                installed_by varchar(100) NOT NULL,
                installed_on timestamp NOT NULL DEFAULT now(),
                execution_time integer NOT NULL,
                success boolean NOT NULL
                """,
                "version",
                "installed_rank",
                "description",
                "type",
                "script",
                "checksum",
                "success"
            )
            {
                Key = ["installed_rank"],
                Filled = [("installed_by", "CURRENT_USER"), ("execution_time", "0")],
                Assumed =
                [
                    ("installed_rank", "1"),
                    ("description", "<< Flyway Baseline >>"),
                    ("type", "BASELINE"),
                    ("script", "<< Flyway Baseline >>"),
                    ("checksum", null),
                    ("success", "true"),
                ],
                Where = "success",
            },
        },
        new("goose_db_version", "version_id", "id")
        {
            Ledger = new(
                """
                id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
                version_id bigint NOT NULL,
                is_applied boolean NOT NULL,
                tstamp timestamp NOT NULL DEFAULT now()
                """,
                "version_id",
                "is_applied"
            )
            {
                Assumed = [("is_applied", "true")],
            },
        },
        new("gorp_migrations", "id")
        {
            Ledger = new("id text NOT NULL PRIMARY KEY, applied_at timestamptz", "id")
            {
                Filled = [("applied_at", Present)],
            },
        },
        new("knex_migrations", "name", "id")
        {
            Ledger = new(
                "id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz",
                "name",
                "batch"
            )
            {
                Filled = [("migration_time", Present)],
                Assumed = [("batch", "1")],
            },
        },
        new("kysely_migration", "name")
        {
            Ledger = new("name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL", "name")
            {
                Filled = [("timestamp", """to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""")],
            },
        },
        // Laravel, TypeORM, and the postgres-migrations of Node.
        new("migrations", "migration", "id")
        {
            Ledger = new(
                "id serial PRIMARY KEY, migration varchar(255) NOT NULL, batch integer NOT NULL",
                "migration",
                "batch"
            )
            {
                Assumed = [("batch", "1")],
            },
        },
        new("migrations", "name", "timestamp")
        {
            Others = ["id"],
            IsExact = true,
            Ledger = new(
                "id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL",
                "name",
                "timestamp"
            ),
        },
        new("migrations", "name", "id")
        {
            Others = ["hash", "executed_at"],
            IsExact = true,
            Ledger = new(
                """
                id integer PRIMARY KEY,
                name varchar(100) UNIQUE NOT NULL,
                hash varchar(40) NOT NULL,
                executed_at timestamp DEFAULT current_timestamp
                """,
                "name",
                "id",
                "hash"
            ),
        },
        new("mikro_orm_migrations", "name", "id")
        {
            Ledger = new(
                "id serial PRIMARY KEY, name varchar(255), executed_at timestamptz DEFAULT current_timestamp",
                "name"
            ),
        },
        new("pgmigrations", "name", "id")
        {
            Ledger = new("id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL", "name")
            {
                Filled = [("run_on", Present)],
            },
        },
        new("phinxlog", "version")
        {
            Others = ["start_time"],
            Ledger = new(
                """
                version bigint NOT NULL PRIMARY KEY,
                migration_name varchar(100),
                start_time timestamp,
                end_time timestamp,
                breakpoint boolean NOT NULL DEFAULT false
                """,
                "version",
                "migration_name"
            )
            {
                Filled = [("start_time", Present), ("end_time", Present)],
                Assumed = [("migration_name", null)],
            },
        },
        new("refinery_schema_history", "version")
        {
            Others = ["checksum"],
            Ledger = new(
                "version integer PRIMARY KEY, name varchar(255), applied_on varchar(255), checksum varchar(255)",
                "version",
                "name",
                "checksum"
            )
            {
                Filled = [("applied_on", """to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""")],
            },
        },
        // Sequel with numbers, and with the names of files; the latter of many others. Between them golang-migrate.
        new("schema_info", "version")
        {
            IsExact = true,
            Ledger = new("version integer NOT NULL DEFAULT 0", "version") { KeepsOne = true },
        },
        new("schema_migrations", "version")
        {
            Others = ["dirty"],
            IsExact = true,
            Ledger = new("version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL", "version", "dirty")
            {
                KeepsOne = true,
                Assumed = [("dirty", "false")],
            },
        },
        new("schema_migrations", "version")
        {
            Ledger = new("version character varying NOT NULL PRIMARY KEY", "version"),
        },
        new("schema_migrations", "filename") { IsExact = true, Ledger = new("filename text PRIMARY KEY", "filename") },
        new("schemaversions", "scriptname", "schemaversionsid")
        {
            Ledger = new(
                """
                schemaversionsid serial NOT NULL,
                scriptname character varying(255) NOT NULL,
                applied timestamp without time zone NOT NULL,
                CONSTRAINT "PK_schemaversions_Id" PRIMARY KEY (schemaversionsid)
                """,
                "scriptname"
            )
            {
                Filled = [("applied", Present)],
            },
        },
        new("SequelizeMeta", "name") { Ledger = new("name character varying(255) NOT NULL PRIMARY KEY", "name") },
        new("VersionInfo", "Version")
        {
            Others = ["AppliedOn"],
            Ledger = new(
                """
                "Version" bigint NOT NULL CONSTRAINT "UC_Version" UNIQUE,
                "AppliedOn" timestamp,
                "Description" character varying(1024)
                """,
                "Version",
                "Description"
            )
            {
                Filled = [("AppliedOn", Present)],
                Assumed = [("Description", null)],
            },
        },
        // Locks, and the one in which Rails notes whether a database is for development or test: there a source and its
        // target always differ.
        new("databasechangeloglock"),
        new("knex_migrations_lock"),
        new("kysely_migration_lock"),
        new("ar_internal_metadata"),
    }.ToLookup(layout => layout.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>How a table keeps a tool's books; null where it does not.</summary>
    public static HistoryLayout? Find(Table table)
    {
        // Nearly every table has a name that no tool's has.
        if (!Layouts.Contains(table.Name.Name))
            return null;
        var columns = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return Layouts[table.Name.Name].FirstOrDefault(layout => layout.Fits(columns))?.Table;
    }

    /// <summary>How a tool keeps its books in a table that is yet to be made.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="carried">The columns of which values are known; none where only a version is.</param>
    public static HistoryLayout? Find(TableName table, IReadOnlyCollection<string> carried) =>
        Layouts[table.Name]
            .Where(layout => layout.Ledger is { } ledger && carried.All(ledger.Carried.Contains))
            .OrderBy(layout => layout.Ledger!.Carried.Length - carried.Count)
            .FirstOrDefault()
            ?.Table;

    /// <param name="Name">The table's name.</param>
    /// <param name="Version">The column with the version.</param>
    /// <param name="Order">The column whose greatest value is the newest; null if it is the same.</param>
    private sealed record Layout(string Name, string? Version = null, string? Order = null)
    {
        /// <summary>What else the table has.</summary>
        public ImmutableArray<string> Others { get; init; } = [];

        /// <summary>Whether it has no more columns than these: the name alone says little.</summary>
        public bool IsExact { get; init; }

        /// <summary>How the tool writes it; null where that is not known.</summary>
        public Ledger? Ledger { get; init; }

        public HistoryLayout Table => new(Version, Order ?? Version, Ledger);

        public bool Fits(HashSet<string> columns)
        {
            var own = Others.ToHashSet(StringComparer.Ordinal);
            own.UnionWith(new[] { Version, Order }.OfType<string>());
            return IsExact ? columns.SetEquals(own) : columns.IsSupersetOf(own);
        }
    }
}
