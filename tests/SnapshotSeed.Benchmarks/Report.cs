using System.Globalization;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// The table that the benchmark prints. Each line also goes to standard error when it is known, because the whole takes
/// long.
/// </summary>
internal sealed class Report(TextWriter output)
{
    private static readonly string[] Header =
    [
        "what",
        "ours: median (min)",
        "psql: median (min)",
        "ratio",
        "target",
        "",
        "full",
        "overshoot",
    ];

    private readonly List<string[]> rows = [Header];
    private readonly List<string> notes = [];

    public void Compare(string what, Comparison comparison, double target) =>
        Ratio(what, comparison.Ours, comparison.Psql.Median, Times(comparison.Psql), target);

    /// <summary>With what the time was spent on.</summary>
    public void Compare(string what, Comparison comparison, double target, FillRate fullness) =>
        Ratio(
            what,
            comparison.Ours,
            comparison.Psql.Median,
            Times(comparison.Psql),
            target,
            Text($"{100 * fullness.Full:0.0} %"),
            Text($"{100 * fullness.Overshoot:0.0} %")
        );

    /// <summary>The tool against itself.</summary>
    public void Growth(string what, Measurement large, Measurement small, double target) =>
        Ratio(what, large, small.Median, $"ours: {Times(small)}", target);

    /// <summary>Where there is nothing to compare with.</summary>
    public void Time(string what, Measurement ours, TimeSpan target) =>
        Add(
            what,
            Times(ours),
            "",
            "",
            Text($"{target.TotalSeconds:0.000} s"),
            Verdict(ours.Median.TotalSeconds, target.TotalSeconds)
        );

    public void Memory(string what, long bytes)
    {
        var size = bytes / 1024.0 / 1024.0;
        Add(
            what,
            Text($"{size:0} MiB"),
            "",
            "",
            Text($"{BenchmarkBounds.MebibytesOfMemory:0} MiB"),
            Verdict(size, BenchmarkBounds.MebibytesOfMemory)
        );
    }

    public void Count(string what, int ours, int psql, int target) =>
        Add(what, Text($"{ours}"), Text($"{psql}"), "", Text($"{target}"), Verdict(ours, target));

    public void Note(string text) => notes.Add(text);

    public void Write()
    {
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(
                string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))
                    .TrimEnd()
            );
        output.WriteLine();
        foreach (var note in notes)
            output.WriteLine(note);
    }

    private void Ratio(string what, Measurement one, TimeSpan other, string times, double target, params string[] rest)
    {
        var ratio = one.Median / other;
        Add([what, Times(one), times, Text($"{ratio:0.00}"), Text($"{target:0.0}"), Verdict(ratio, target), .. rest]);
    }

    private void Add(params string[] row)
    {
        rows.Add([.. row, .. Enumerable.Repeat("", Header.Length - row.Length)]);
        Console.Error.WriteLine(string.Join("  ", row));
    }

    private static string Times(Measurement measurement) =>
        Text($"{measurement.Median.TotalSeconds:0.000} s ({measurement.Min.TotalSeconds:0.000})");

    private static string Verdict(double value, double target) => value <= target ? "ok" : "over";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
