using FsCheck;
using FsCheck.Fluent;

namespace SnapshotSeed.Core.Tests.Snapshot;

/// <summary>Values that a careless file format loses or mixes up.</summary>
internal static class NastyValues
{
    private static readonly string[] Pieces =
    [
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\"",
        "\"\"",
        "\\N",
        "\\.",
        "\\",
        " ",
        "a",
        "1",
        ",",
        ";",
        "'",
        "#",
        "\uFEFF",
        "\u0085",
        "\u00A0",
        "\u2028",
        "\u2029",
        "\u0001",
        "\u001A",
        "\u007F",
        "é",
        "e\u0301",
        "日本",
        "\U0001F600",
        "NULL",
        "null",
        "{\"a\": \"b\\n\"}",
        "=1+1",
        "--",
        "\\t",
    ];

    public static readonly IReadOnlyList<string> All =
    [
        "",
        .. Pieces,
        " leading",
        "trailing ",
        "\"quoted\"",
        "a\nb",
        "\na",
        "a\n",
        "x\n\\.\ny",
        "\\N\n",
        " \\N",
        "\\N ",
        "\\n",
        "\\\\N",
        "\"\\N\"",
        new string('x', 100_000),
        new string('"', 1_000),
    ];

    public static Gen<string> Any => Gen.Elements(Pieces).ArrayOf().Select(string.Concat);

    public static Gen<string[][]> Records => Gen.Choose(1, 4).SelectMany(width => Any.ArrayOf(width).ArrayOf());
}
