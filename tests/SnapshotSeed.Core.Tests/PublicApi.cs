using PublicApiGenerator;
using SnapshotSeed.EntityFrameworkCore;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Core.Tests;

/// <summary>What users of the libraries can call, so that no change of it goes unnoticed.</summary>
public sealed class PublicApi
{
    // The version and the target framework say nothing of it, and InternalsVisibleTo is for these tests.
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Theory]
    [InlineData(typeof(SnapshotExporter), "public-api")]
    [InlineData(typeof(ThrowawayPostgres), "public-api-testing")]
    [InlineData(typeof(SnapshotSeedOptions), "public-api-entityframeworkcore")]
    public void Is_what_was_approved(Type type, string name) =>
        Approval.Verify(type.Assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n"), name);
}
