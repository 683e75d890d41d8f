using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Fit;

/// <summary>Asks the target by which casts values go from an old type to a new one, and back.</summary>
internal sealed class CastLookup(Session session, DatabaseCatalog catalog)
{
    private static readonly string[] Texts =
    [
        "pg_catalog.\"text\"",
        "pg_catalog.\"varchar\"",
        "pg_catalog.\"bpchar\"",
        "pg_catalog.\"json\"",
    ];

    private readonly Dictionary<(string Old, string New), TypeChange> known = [];

    public async Task<FittedSnapshot> ResolveAsync(FittedSnapshot snapshot, CancellationToken cancellationToken)
    {
        var tables = snapshot.Tables.ToBuilder();
        for (var i = 0; i < tables.Count; i++)
        {
            foreach (var (name, conversion) in tables[i].Conversions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (conversion.Change is not { } change)
                    continue;
                var column = catalog[tables[i].File.Name].Column(name);
                var resolved = await ResolveAsync(change, column, cancellationToken);
                tables[i] = tables[i].With(name, known => known with { Change = resolved });
            }
        }

        return snapshot with
        {
            Tables = tables.ToImmutable(),
        };
    }

    private async Task<TypeChange> ResolveAsync(TypeChange change, Column column, CancellationToken cancellationToken)
    {
        if (change.IsRemade)
            return change;
        if (known.TryGetValue((change.InSnapshot, column.BareType), out var before))
            return before;
        return known[(change.InSnapshot, column.BareType)] = await AskAsync(change, column, cancellationToken);
    }

    private async Task<TypeChange> AskAsync(TypeChange change, Column column, CancellationToken cancellationToken)
    {
        var found = await session.TryAsync(
            () => session.RowsAsync(NameOf(change.InSnapshot), reader => reader.GetString(0), cancellationToken),
            cancellationToken
        );
        if (found.Answer is not [var name])
            return change;
        var (old, bare) = (Sql.FromCatalog(name), Sql.FromCatalog(column.BareType));
        return change with
        {
            Old = old,
            IsText = Texts.Contains(name),
            HasCast = await IsPossibleAsync($"NULL::{old}::{bare}", cancellationToken),
            HasCastBack = await IsPossibleAsync($"NULL::{bare}::{old}", cancellationToken),
            IsComparable = await IsPossibleAsync($"NULL::{old} = NULL::{old}", cancellationToken),
        };
    }

    /// <summary>The name is from a file that anybody may edit, so it is a parameter that the server resolves.</summary>
    private static Sql NameOf(string type) =>
        $"""
            SELECT format('%I.%s', n.nspname, '"' || replace(t.typname, '"', '""') || '"')
            FROM pg_type t
            JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE t.oid = to_regtype({Parameter.Text(type)})
            """;

    private async Task<bool> IsPossibleAsync(Sql expression, CancellationToken cancellationToken)
    {
        var attempt = await session.TryAsync(
            () => session.RowsAsync($"SELECT ({expression}) IS NULL", _ => true, cancellationToken),
            cancellationToken
        );
        return attempt.Answer is [true];
    }
}
