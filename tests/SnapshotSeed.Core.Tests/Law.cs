using FsCheck;
using FsCheck.Fluent;

namespace SnapshotSeed.Core.Tests;

/// <summary>
/// A statement that holds for every case, tried on two hundred random ones. A failure prints the seed that brings the
/// case back.
/// </summary>
internal static class Law
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(200);

    /// <summary>Cases of a type that FsCheck generates, and shrinks, by itself.</summary>
    public static void Holds<T>(Action<T> law) => Holds(ArbMap.Default.ArbFor<T>(), law);

    public static void Holds<T>(Gen<T> cases, Action<T> law) => Holds(cases.ToArbitrary(), law);

    /// <summary>A law that reads and writes files, which take their time: fewer cases.</summary>
    public static void Holds<T>(Gen<T> cases, Func<T, Task> law) =>
        Check.One(Settings.WithMaxTest(50), Prop.ForAll(cases.ToArbitrary(), law));

    private static void Holds<T>(Arbitrary<T> cases, Action<T> law) => Check.One(Settings, Prop.ForAll(cases, law));
}
