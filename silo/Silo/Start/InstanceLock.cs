namespace OrleansAssets.Silo.Start;

/// <summary>One silo a data directory. The operating system frees the lock when the process ends, however it ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="StartException">Another silo holds it, or the directory cannot be written.</exception>
    public static InstanceLock Take(string dataDirectory)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            return new InstanceLock(new FileStream(
                Path.Combine(dataDirectory, "silo.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartException(
                $"{dataDirectory} cannot be written by user {Environment.UserName}: name another directory with --data.");
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new StartException($"Another silo runs with {dataDirectory}: stop it first, or name another directory with --data.");
        }
        catch (IOException exception)
        {
            throw new StartException(
                $"{dataDirectory} cannot be the data directory ({exception.Message.TrimEnd('.')}): name another with --data.");
        }
    }

    public void Dispose() => _file.Dispose();

    // What the runtime makes of it: a sharing violation on Windows, else the system's own number of EWOULDBLOCK.
    private static bool IsHeld(IOException exception) => exception.HResult == (
        OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);
}
