using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>An option of a verb, as its attribute declares it.</summary>
/// <param name="Name">What follows the two hyphens.</param>
/// <param name="NeedsValue">Whether it is no switch.</param>
/// <param name="Place">
/// Where it stands in the help: before others what the verb shares with others (where from and where to), last what
/// every verb has.
/// </param>
internal sealed record DeclaredOption(string Name, bool NeedsValue, int Place)
{
    /// <summary>What the parser adds by itself stands behind all.</summary>
    public const int PlaceOfOthers = 3;

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "Verbs are types of this assembly, which is rooted whole."
    )]
    public static IEnumerable<DeclaredOption> Of(Type verb) =>
        from type in verb.GetInterfaces().Prepend(verb)
        from property in type.GetProperties()
        let option = property.GetCustomAttribute<OptionAttribute>()
        where option is not null
        select new DeclaredOption(option.LongName, property.PropertyType != typeof(bool), PlaceOf(property));

    private static int PlaceOf(PropertyInfo property) =>
        property.DeclaringType switch
        {
            { IsInterface: true } => 0,
            var type when type != typeof(CommonOptions) => 1,
            _ => 2,
        };
}
