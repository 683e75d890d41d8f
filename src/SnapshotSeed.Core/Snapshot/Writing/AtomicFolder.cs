using System.Runtime.InteropServices;

namespace SnapshotSeed.Snapshot.Writing;

/// <summary>Puts one folder in the place of another.</summary>
internal static partial class AtomicFolder
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint ExchangeLinux = 2; // RENAME_EXCHANGE
    private const uint SwapMac = 2; // RENAME_SWAP
    private const string OldSuffix = ".old";

    /// <summary>
    /// Afterwards <paramref name="target"/> is what <paramref name="replacement"/> was; the old target, if there was
    /// one, stands at <paramref name="replacement"/>. Linux and macOS exchange the two in one system call, so that even
    /// a kill finds one of them whole; elsewhere, and on file systems without the call, two renames follow each other.
    /// </summary>
    public static void Replace(string target, string replacement)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(replacement, target);
            return;
        }

        if (TryExchange(target, replacement))
            return;

        var old = replacement + OldSuffix;
        Directory.Move(target, old);
        try
        {
            Directory.Move(replacement, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Move(old, replacement);
    }

    /// <summary>
    /// Takes up what a kill left between two renames: the old target goes back if there is none, else to <paramref
    /// name="replacement"/>.
    /// </summary>
    public static void Resume(string target, string replacement)
    {
        var old = replacement + OldSuffix;
        if (!Directory.Exists(old))
            return;
        if (!Directory.Exists(target))
            Directory.Move(old, target);
        else
            Directory.Move(old, replacement);
    }

    private static bool TryExchange(string target, string replacement)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return RenameAt2(CurrentFolder, replacement, CurrentFolder, target, ExchangeLinux) == 0;
            if (OperatingSystem.IsMacOS())
                return RenameExchange(replacement, target, SwapMac) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before the call.
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameExchange(string from, string to, uint flags);
}
