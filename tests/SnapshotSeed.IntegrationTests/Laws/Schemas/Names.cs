using FsCheck;
using FsCheck.Fluent;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Identifiers: plain ones, and all that PostgreSQL allows between quotes.</summary>
internal static class Names
{
    private static readonly string Longest = new('n', 63);

    public static readonly string[] Schemas = ["public", "other", "a", "a.b", "Odd \"Schema\"", new string('s', 63)];

    /// <summary>
    /// Names of tables, some with a schema that makes them hard to tell from another one. Twins stand side by side.
    /// </summary>
    private static readonly (string? Schema, string Name)[] Tables =
    [
        (null, "twins"),
        (null, "Twins"),
        (null, "TWINS"),
        ("a.b", "c"),
        ("a", "b.c"),
        ("public", "a.b.c"),
        (null, "caf\u00e9"),
        (null, "cafe\u0301"),
        (null, "select"),
        (null, "two words"),
        (null, "a \"quoted\" name"),
        (null, "it's"),
        (null, ".."),
        (null, "../up"),
        (null, "a/b\\c:d"),
        (null, "line\nbreak"),
        (null, "tab\tin"),
        (null, "100%"),
        (null, "$1"),
        (null, ":x"),
        (null, "@p"),
        (null, "{0}"),
        (null, "\\N"),
        (null, "漢字"),
        (null, "ключ"),
        (null, "שלום"),
        (null, " "),
        (null, " x "),
        ("public", Longest),
        ("other", Longest),
        (null, "snapshot"),
        (null, "manifest"),
        (null, "nul"),
        (null, "snapshot.json"),
        (null, "a.tsv"),
        (null, "-"),
        (null, "😀"),
        (null, "a;b--c"),
    ];

    private static readonly string[] Columns =
    [
        "value",
        "Value",
        "VALUE",
        "é",
        "e\u0301",
        "\\N",
        "select",
        "two words",
        "a \"quoted\" column",
        "it's",
        "tab\tin name",
        "line\nbreak",
        "%s",
        "$1",
        "@tids0",
        ":x",
        "@p",
        "{0}",
        "?",
        " ",
        "漢字",
        "ключ",
        "c",
        "p",
        "s",
        "u",
        "b",
        "q",
        "line",
        "place",
        "same",
        "image",
        "copy",
        "copies",
        "missing",
        "k0",
        "c0",
        "c1",
        "ctid_",
        "tid",
        "partition",
        "member",
        "..",
        "a/b",
        "\\.",
        new string('c', 63),
        "user",
        "created_at",
        "😀",
        "a,b",
        "NULL",
        "-- x",
        "/* x",
        "order",
    ];

    /// <summary>Schema and name for each of some tables, all different.</summary>
    public static Gen<(string Schema, string Name)[]> OfTables(int count) =>
        from areOdd in Gen.Frequency((2, Gen.Constant(false)), (3, Gen.Constant(true)))
        from start in Gen.Choose(0, Tables.Length - 1)
        from oddOnes in Gen.ArrayOf(areOdd ? Gen.Choose(0, 3) : Gen.Constant(0), count)
        from schemas in Gen.ArrayOf(Gen.Frequency((5, Gen.Constant("public")), (2, Gen.Elements(Schemas))), count)
        from repeated in Gen.ArrayOf(Gen.Choose(0, 5), count)
        select Distinct(count, start, oddOnes, schemas, repeated);

    /// <summary>Names for the columns of a table, by the names that they would have.</summary>
    public static Gen<Func<string, string>> OfColumns() =>
        from areOdd in Gen.Frequency((3, Gen.Constant(false)), (2, Gen.Constant(true)))
        from order in Gen.Shuffle(Columns)
        select areOdd ? Odd(order) : name => name;

    private static (string Schema, string Name)[] Distinct(
        int count,
        int start,
        int[] odd,
        string[] schemas,
        int[] repeated
    )
    {
        var names = new List<(string, string)>();
        for (var i = 0; i < count; i++)
        {
            var (schema, name) = odd[i] > 0 ? Tables[(start + i) % Tables.Length] : (null, $"t{i}");
            schema ??= schemas[i];

            // The name of another schema's table.
            if (repeated[i] == 0 && i > 0 && names.All(other => other != (schema, names[i - 1].Item2)))
                name = names[i - 1].Item2;
            names.Add(names.Contains((schema, name)) ? (schema, $"t{i}") : (schema, name));
        }

        return [.. names];
    }

    private static Func<string, string> Odd(string[] order)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        return name =>
        {
            if (!given.TryGetValue(name, out var odd))
                given[name] = odd = given.Count < order.Length ? order[given.Count] : name;
            return odd;
        };
    }
}
