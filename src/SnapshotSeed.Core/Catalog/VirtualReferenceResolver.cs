using System.Collections.Immutable;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

internal sealed class VirtualReferenceResolver
{
    private readonly DatabaseCatalog catalog;
    private readonly Session session;
    private readonly TableNameResolver resolver;
    private readonly List<string> problems = [];

    private VirtualReferenceResolver(DatabaseCatalog catalog, Session session)
    {
        this.catalog = catalog;
        this.session = session;
        resolver = new TableNameResolver(catalog.Tables.Select(table => table.Name), partitions: catalog.PartitionsOf);
    }

    /// <exception cref="SnapshotSeedException">A reference does not fit. The error lists all problems.</exception>
    public static async Task<DatabaseCatalog> AddAsync(
        DatabaseCatalog catalog,
        ImmutableArray<Reference> references,
        Session session,
        CancellationToken cancellationToken
    )
    {
        if (references.IsEmpty)
            return catalog;
        var (reader, keys) = (new VirtualReferenceResolver(catalog, session), new List<ForeignKey>());
        reader.CheckTables(references);
        foreach (var reference in references)
        {
            if (await reader.ReadAsync(reference, cancellationToken) is { } key)
                keys.Add(key);
        }

        if (reader.problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "cannot use the virtual foreign keys",
                reader.problems,
                $"Let {Setting.References} lead to the columns of a unique key, such as from "
                    + $"\"content_tags(content_id)\" to \"content_items(id)\" where \"content_source = 'items'\".",
                FailureKind.WrongUsage
            );
        var ofTable = keys.ToLookup(key => key.Table);
        return catalog.With(table => table with { ForeignKeys = [.. table.ForeignKeys, .. ofTable[table.Name]] });
    }

    private void CheckTables(ImmutableArray<Reference> references) =>
        resolver.Resolve(
            references.SelectMany(reference => new[] { reference.Table, reference.ReferencedTable }),
            Setting.References
        );

    private async Task<ForeignKey?> ReadAsync(Reference reference, CancellationToken cancellationToken)
    {
        if (
            Find(reference.Table, reference.Columns, reference) is not { } from
            || Find(reference.ReferencedTable, reference.ReferencedColumns, reference) is not { } to
        )
            return null;
        if (from.Columns.Length != to.Columns.Length)
            return Refuse(
                reference,
                $"from has {Counted.Of(from.Columns.Length, "column")}, to has {to.Columns.Length}"
            );
        if (!to.Table.Keys.Any(key => key.Columns.ToHashSet(StringComparer.Ordinal).SetEquals(to.Columns)))
            return Refuse(reference, $"{to.Table.Name} has no unique key ({string.Join(", ", to.Columns)})");

        var key = new ForeignKey(
            reference.Where is null ? "virtual" : $"virtual, where {reference.Where}",
            from.Table.Name,
            from.Columns,
            to.Table.Name,
            to.Columns
        )
        {
            IsVirtual = true,
            IsValidated = false,
            IsEnforced = false,
        };
        return await WithConditionAsync(
            reference,
            await WithOperatorsAsync(reference, key, cancellationToken),
            cancellationToken
        );
    }

    private (Table Table, ImmutableArray<string> Columns)? Find(
        string name,
        ImmutableArray<string> columns,
        Reference reference
    )
    {
        var table = catalog[resolver.Resolve([name], Setting.References).Single()];
        var known = table.Columns.Select(column => column.Name).ToList();
        var unknown = columns.Except(known, StringComparer.Ordinal).ToList();
        foreach (var column in unknown)
            Refuse(reference, $"{table.Name} has no column {column}; did you mean {Nearest.To(column, known)}?");
        return unknown.Count == 0 ? (table, columns) : null;
    }

    /// <summary>As PostgreSQL would choose them for a constraint.</summary>
    private async Task<ForeignKey?> WithOperatorsAsync(
        Reference reference,
        ForeignKey key,
        CancellationToken cancellationToken
    )
    {
        var comparisons = await session.RowsAsync(ComparisonsQuery.Of(key), ComparisonsQuery.Read, cancellationToken);
        key = key with
        {
            EqualityOperators = [.. comparisons.Select(comparison => comparison.Operator)],
            Collations = [.. comparisons.Select(comparison => comparison.Collation)],
        };
        Sql matches = key.Matches((Sql)$"p", Sql (column) => $"c.{new Identifier(column)}");
        var attempt = await UserCondition.TryAsync(
            session,
            $"""
            SELECT EXISTS (
                SELECT
                FROM {catalog[key.Table].All()} c
                JOIN {catalog[key.ReferencedTable].All()} p ON {matches}
                WHERE false
            )
            """,
            cancellationToken
        );
        return attempt.Refusal is { } refusal
            ? Refuse(reference, $"the columns cannot be compared: {UserCondition.Describe(refusal)}")
            : key;
    }

    private async Task<ForeignKey?> WithConditionAsync(
        Reference reference,
        ForeignKey? key,
        CancellationToken cancellationToken
    )
    {
        if (key is null || reference.Where is null)
            return key;
        var condition = UserCondition.Parse(reference.Where, $"{Setting.References}: {reference.ToString()}");
        var (table, referenced) = (catalog[key.Table], catalog[key.ReferencedTable]);
        var refusal = await RefusalAsync(table, condition, cancellationToken);
        if (refusal is null)
            return key with { Where = RowCondition.Of(table, condition) };
        if (await RefusalAsync(referenced, condition, cancellationToken) is null)
            return key with { ReferencedWhere = RowCondition.Of(referenced, condition) };
        return Refuse(reference, $"the condition is invalid: {UserCondition.Describe(refusal)}");
    }

    private async Task<StatementException?> RefusalAsync(
        Table table,
        string condition,
        CancellationToken cancellationToken
    )
    {
        var isMet = RowCondition.Of(table, condition).IsMet((Sql)$"c");
        var attempt = await UserCondition.TryAsync(
            session,
            $"SELECT EXISTS (SELECT FROM {table.All()} c WHERE false AND {isMet})",
            cancellationToken
        );
        return attempt.Refusal;
    }

    private ForeignKey? Refuse(Reference reference, string problem)
    {
        problems.Add($"{reference}: {problem}");
        return null;
    }
}
