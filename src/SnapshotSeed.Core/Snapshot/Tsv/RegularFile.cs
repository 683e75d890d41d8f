using System.Runtime.InteropServices;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Opening a pipe waits for a writer, and a device may have no end.</summary>
internal static partial class RegularFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeWanted = 1; // STATX_TYPE
    private const int StructSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Follows links. Outside Linux everything but a folder counts as a regular file.</summary>
    public static bool Is(string path) =>
        OperatingSystem.IsLinux() && TypeOf(path) is { } type ? type == Regular : File.Exists(path);

    // .NET does not tell the kind of a file. This structure, unlike that of stat, is the same on every architecture.
    private static int? TypeOf(string path)
    {
        Span<byte> status = stackalloc byte[StructSize];
        try
        {
            return StatX(CurrentFolder, path, 0, TypeWanted, status) == 0
                ? BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // An older C library lacks the call.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> status);
}
