using System.Diagnostics.CodeAnalysis;

namespace OrleansAssets.Silo.Hosting;

/// <summary>One silo a data directory. The operating system frees the lock when the process ends, however it ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; false where another process holds it.</summary>
    public static bool TryTake(string dataDirectory, [NotNullWhen(true)] out InstanceLock? taken)
    {
        Directory.CreateDirectory(dataDirectory);
        try
        {
            taken = new InstanceLock(new FileStream(
                Path.Combine(dataDirectory, "silo.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            taken = null;
            return false;
        }
    }

    public void Dispose() => _file.Dispose();
}
