using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace SnapshotSeed.Core.Tests;

/// <summary>What users of the library can call, so that no change of it goes unnoticed.</summary>
public sealed class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Is_what_was_approved()
    {
        var text = new StringBuilder();
        foreach (
            var type in typeof(SnapshotExporter)
                .Assembly.GetExportedTypes()
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
        )
        {
            text.Append(type.FullName)
                .Append(type.BaseType is { } parent && parent != typeof(object) ? $" : {Name(parent)}" : "")
                .Append('\n');
            foreach (
                var member in type.GetMembers(Declared).Where(IsWritten).Select(Signature).Order(StringComparer.Ordinal)
            )
                text.Append("    ").Append(member).Append('\n');
        }

        Approval.Verify(text.ToString(), "public-api");
    }

    /// <summary>What the compiler adds to a record or a property is not looked at.</summary>
    private static bool IsWritten(MemberInfo member) =>
        member is not (Type or MethodInfo { IsSpecialName: true } or FieldInfo { IsSpecialName: true })
        && !member.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Signature(MemberInfo member) =>
        member switch
        {
            ConstructorInfo constructor => $"({Parameters(constructor)})",
            MethodInfo method => $"{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}",
            PropertyInfo property => $"{property.Name} : {Name(property.PropertyType)}",
            FieldInfo { IsLiteral: true } constant => $"{constant.Name} = {constant.GetRawConstantValue()}",
            _ => member.ToString()!,
        };

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(parameter =>
                    $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "?" : "")}"
                )
        );

    private static string Name(Type type)
    {
        var arguments = type.GetGenericArguments();
        var name = type.Name.Split('`')[0];
        return arguments.Length == 0 ? name : $"{name}<{string.Join(", ", arguments.Select(Name))}>";
    }
}
