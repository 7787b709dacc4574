using System.Diagnostics;
using System.Globalization;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A fact about a full disk; skipped, with the reason, where no small file system can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.CanMount())
        {
            Skip = "A small file system cannot be mounted here: it takes root, and a container with the right to mount.";
        }
    }
}

/// <summary>A small file system in memory, to be filled. Making one takes root and the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int BlockBytes = 64 * 1024;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static bool CanMount()
    {
        var trial = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"assets-trial-{Environment.ProcessId}");
        if (!Environment.IsPrivilegedProcess || !TryMount(trial, megabytes: 1))
        {
            return false;
        }

        new SmallDisk(trial).Dispose();
        return true;
    }

    public static SmallDisk Mount(string path, int megabytes) => TryMount(path, megabytes)
        ? new SmallDisk(path)
        : throw new InvalidOperationException($"Nothing could be mounted at {path}.");

    /// <summary>Leaves no byte.</summary>
    public async Task FillAsync()
    {
        await using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = BlockBytes; block > 0;)
        {
            try
            {
                await ballast.WriteAsync(new byte[block]);
            }
            catch (IOException)
            {
                block /= 2;
            }
        }
    }

    public void Empty() => File.Delete(Ballast);

    public void Dispose()
    {
        if (Run("umount", Path))
        {
            Directory.Delete(Path);
        }
    }

    private static bool TryMount(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=755"), "tmpfs", path))
        {
            return true;
        }

        Directory.Delete(path);
        return false;
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!; // null only for shell execution
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
