using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Demo;

/// <summary>
/// The place where a checkout's demo server keeps its data from one run to the next, so that a second import finds what
/// the first one left. One place for each checkout and version of PostgreSQL; whoever finds it taken does without.
/// </summary>
internal sealed class KeptServer : IDisposable
{
    private readonly FileStream taken;

    private KeptServer(string folder, FileStream taken)
    {
        Folder = folder;
        this.taken = taken;
    }

    internal string Folder { get; }

    /// <summary>Takes the place of a fixture folder; null where another run has it.</summary>
    internal static KeptServer? TryTake(string fixtureFolder, PostgresBinaries binaries)
    {
        var identity = $"{Environment.UserName}\0{Path.GetFullPath(fixtureFolder)}\0{binaries.MajorVersion}";
        var name =
            $"snapshotseed-demo-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..12]}";
        var folder = Path.Combine(ServerFolders.Parent(preferMemory: false), name);
        try
        {
            return new KeptServer(
                folder,
                new FileStream(folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => taken.Dispose();
}
