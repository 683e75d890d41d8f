using System.Collections.Immutable;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The names of a list that the parser has split at every comma.</summary>
internal static class NameList
{
    /// <summary>
    /// Puts names together again whose commas stand within quotes, as in <c>"a,b"</c>. A quote that is never closed is
    /// part of a name.
    /// </summary>
    public static ImmutableArray<string> Join(IEnumerable<string> pieces)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var open = new List<string>();
        foreach (var piece in pieces)
        {
            open.Add(piece);
            if (open.Sum(part => part.Count(c => c == '"')) % 2 == 0)
            {
                names.Add(string.Join(',', open));
                open.Clear();
            }
        }

        names.AddRange(open);
        return names.ToImmutable();
    }
}
