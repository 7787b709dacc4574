using System.Diagnostics;

namespace OrleansAssets.Database;

/// <summary>
/// Stops the server when this process ends without doing so, even by SIGKILL: a shell waits for the end of a pipe that the operating
/// system closes with us.
/// </summary>
internal sealed class ServerWatchdog
{
    private readonly Process _process;

    private ServerWatchdog(Process process) => _process = process;

    public static ServerWatchdog Watch(PrivateCluster cluster, ServerUser user)
    {
        const string script = """
            trap '' HUP INT TERM
            read -r word || exec "$1" stop -D "$2" -m immediate -s
            """;
        return new ServerWatchdog(user.Start("/bin/sh", ["-c", script, "sh", cluster.Binaries.PgCtl, cluster.DataDirectory]));
    }

    /// <summary>The server is stopped: nothing to watch.</summary>
    public void Dismiss()
    {
        try
        {
            _process.StandardInput.WriteLine("stopped");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before us, as when a signal goes to the whole process group: there is nobody to dismiss.
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
