using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Puts a directory's entries on the disk: a renamed file survives a loss of power under its new name only then.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Does nothing on Windows, which has no such call and journals its entries.</summary>
    /// <exception cref="IOException">The directory cannot be opened, or its entries cannot be written.</exception>
    public static void ToDisk(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw Fault(directory);
        }

        try
        {
            if (Synchronise(descriptor) != 0)
            {
                throw Fault(directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string directory)
    {
        var reason = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The entries of {directory} cannot be put on the disk: {reason.Message}.", reason);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronise(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
