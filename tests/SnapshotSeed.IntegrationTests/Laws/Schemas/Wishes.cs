using FsCheck;
using FsCheck.Fluent;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>References among some tables: up to three of each, and rings on top.</summary>
internal static class Wishes
{
    private static readonly Gen<bool> Either = Gen.Elements(false, true);

    public static Gen<Wish[]> Among(int tables) =>
        from counts in Gen.ArrayOf(Gen.Choose(0, 3), tables)
        from free in Gen.CollectToArray(
            counts.SelectMany((count, i) => Enumerable.Repeat(i, count)),
            table => Of(table, null)
        )
        from rings in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
        from ringed in Gen.ArrayOf(Ring(tables), rings)
        select (Wish[])[.. free, .. ringed.SelectMany(ring => ring)];

    /// <summary>Some tables in a ring; all sides NOT NULL or all nullable.</summary>
    private static Gen<Wish[]> Ring(int tables) =>
        from length in Gen.Choose(1, Math.Min(4, tables))
        from members in Gen.Shuffle(Enumerable.Range(0, tables).ToArray())
        from isNullable in Either
        from aim in Gen.Elements(Aim.Any, Aim.Next)
        from wishes in Gen.CollectToArray(Enumerable.Range(0, length), i => Of(members[i], members[(i + 1) % length]))
        select (Wish[])
            [
                .. wishes.Select(wish =>
                    wish with
                    {
                        Kind = WishKind.Own,
                        IsNullable = isNullable,
                        IsNotValid = false,
                        IsOnlyInOnePartition = false,
                        Aim = aim,
                    }
                ),
            ];

    private static Gen<Wish> Of(int table, int? referenced) =>
        from pick in Gen.Choose(0, 9_999)
        from kind in Gen.Frequency(
            (8, Gen.Constant(WishKind.Own)),
            (2, Gen.Constant(WishKind.Identifying)),
            (2, Gen.Constant(WishKind.OneToOne)),
            (4, Gen.Constant(WishKind.Shared)),
            (1, Gen.Constant(WishKind.Generated))
        )
        from isNullable in Either
        from isMatchFull in Gen.Choose(0, 5)
        from isDeferrable in Gen.Choose(0, 5)
        from notValid in Gen.Choose(0, 15)
        from dangles in Gen.Choose(0, 2)
        from onlyIn in Either
        from otherType in Either
        from aim in Gen.Frequency(
            (3, Gen.Constant(Aim.Any)),
            (4, Gen.Constant(Aim.Last)),
            (2, Gen.Constant(Aim.Hub)),
            (1, Gen.Constant(Aim.Next))
        )
        from turn in Gen.Choose(0, 5)
        select new Wish(table, referenced, pick)
        {
            Kind = kind,
            IsNullable = isNullable,
            IsMatchFull = isMatchFull == 0,
            IsDeferrable = isDeferrable == 0,
            IsNotValid = notValid == 0,
            Dangles = dangles == 0,
            IsOnlyInOnePartition = onlyIn,
            HasOtherType = otherType,
            Aim = aim,
            Turn = turn,
        };
}
