using System.ComponentModel;
using System.Diagnostics;

namespace OrleansAssets.Database;

/// <summary>Who runs the private server. PostgreSQL refuses to run as root, so root hands its commands to an unprivileged user.</summary>
/// <param name="Name">The unprivileged user, null where this process is not root.</param>
/// <param name="Tool">The program that changes the user.</param>
internal sealed record ServerUser(string? Name, string? Tool)
{
    private static readonly string[] Tools = ["runuser", "setpriv", "su"];

    public static ServerUser Current()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(null, null);
        }

        var tool = Tools.FirstOrDefault(tool => ExecutablePath.Find(tool) is not null)
            ?? throw new DatabaseUnavailableException(
                "PostgreSQL does not run as root and none of runuser, setpriv and su was found to run it as another user: "
                + "start as an unprivileged user, or set ConnectionStrings__assets to a server.");
        var known = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal));
        return new ServerUser(known ? "postgres" : "nobody", tool);
    }

    /// <summary>Runs a program as this user to its end.</summary>
    /// <param name="input">Text for its standard input, null for none.</param>
    public async Task<CommandResult> RunAsync(string program, string[] arguments, string? input, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await GiveAsync(process, input, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandResult(process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a program as this user, with all three streams redirected.</summary>
    public Process Start(string program, string[] arguments)
    {
        var (file, wrapped) = Wrap(program, arguments);
        var info = new ProcessStartInfo(file, wrapped)
        {
            // The current directory may be closed to the other user, and the server's tools insist on entering it.
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        try
        {
            return Process.Start(info) ?? throw new DatabaseUnavailableException($"The program {file} could not be started.");
        }
        catch (Win32Exception exception)
        {
            // It was there when the silo started: an upgrade, or somebody, has taken it away since; or the machine has no memory left.
            throw new DatabaseUnavailableException(
                $"The program {file}, which the private database needs, cannot be started ({exception.Message.TrimEnd('.')}): see that it "
                + "is installed.",
                exception);
        }
    }

    private static async Task GiveAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading it, as on a full disk: its exit code and its own words tell why.
        }
    }

    private (string File, string[] Arguments) Wrap(string program, string[] arguments) => (Name, Tool) switch
    {
        (null, _) => (program, arguments),
        (_, "runuser") => ("runuser", ["-u", Name, "--", program, .. arguments]),
        (_, "setpriv") => ("setpriv", [$"--reuid={Name}", $"--regid={GroupOf(Name)}", "--clear-groups", "--", program, .. arguments]),
        _ => ("su", ["-s", "/bin/sh", Name, "-c", string.Join(' ', arguments.Prepend(program).Select(Quote))]),
    };

    private static string GroupOf(string user) =>
        File.ReadLines("/etc/passwd").First(line => line.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static string Quote(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>How a command ended, with what it printed on both streams.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public string LastLine => Lines.LastOrDefault() ?? "";

    /// <summary>The line that says why it failed: what comes after it is what was cleaned up.</summary>
    public string Cause => Lines.LastOrDefault(line => CauseWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
        ?? LastLine;

    private static string[] CauseWords => ["error:", "FATAL:", "could not ", "No space left"];

    private string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
