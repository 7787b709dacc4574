using System.Diagnostics;
using System.Globalization;

namespace OrleansAssets.Database;

/// <summary>What a running (or killed) server left in <c>postmaster.pid</c>.</summary>
internal sealed record PostmasterPid(string File, int ProcessId, int? Port)
{
    /// <summary>Reads the file of a cluster; null where there is none or it is not complete.</summary>
    public static PostmasterPid? Read(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, "postmaster.pid");
        if (!System.IO.File.Exists(file))
        {
            return null;
        }

        var lines = ReadLines(file);
        return lines.Length > 0 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
            ? new PostmasterPid(file, processId, PortIn(lines))
            : null;
    }

    /// <summary>Whether the process is alive and is this cluster's server, not a stranger who got its number.</summary>
    public bool IsServerOf(string dataDirectory)
    {
        var workingDirectory = new FileInfo($"/proc/{ProcessId}/cwd").LinkTarget;
        if (workingDirectory is not null)
        {
            return string.Equals(workingDirectory, dataDirectory, StringComparison.Ordinal);
        }

        return IsAlive && NameOf(ProcessId)?.StartsWith("postgres", StringComparison.Ordinal) == true;
    }

    public bool IsAlive => NameOf(ProcessId) is not null;

    private static int? PortIn(string[] lines) =>
        lines.Length > 3 && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port) ? port : null;

    private static string? NameOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.ProcessName;
        }
        catch (ArgumentException)
        {
            return null; // no such process
        }
        catch (InvalidOperationException)
        {
            return null; // it ended while we looked
        }
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return System.IO.File.ReadAllLines(file);
        }
        catch (FileNotFoundException)
        {
            return []; // the server ended while we looked
        }
    }
}
