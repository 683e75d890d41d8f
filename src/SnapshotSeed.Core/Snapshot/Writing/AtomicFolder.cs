using System.Runtime.InteropServices;

namespace SnapshotSeed.Snapshot.Writing;

internal static partial class AtomicFolder
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint ExchangeLinux = 2; // RENAME_EXCHANGE
    private const uint SwapMac = 2; // RENAME_SWAP
    private const string OldSuffix = ".old";

    /// <summary>Linux and macOS exchange both in one call, so a kill leaves one whole. Else it takes two.</summary>
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

    /// <summary>Repairs what a kill between two renames left: a missing target is replaced by the old one.</summary>
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
            // An older C library lacks the call.
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameExchange(string from, string to, uint flags);
}
