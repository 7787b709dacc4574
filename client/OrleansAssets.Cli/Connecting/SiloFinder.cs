using System.Data.Common;
using System.Net;
using OrleansAssets.Cli.Output;
using OrleansAssets.Hosting;

namespace OrleansAssets.Cli.Connecting;

/// <summary>Decides which silo is meant: what the command line says, else the environment, else the run file.</summary>
internal sealed class SiloFinder(Func<string, string?> environment, string workingDirectory)
{
    /// <summary>The variable that the silo reads too.</summary>
    public const string ConnectionStringVariable = "ConnectionStrings__assets";

    /// <summary>The silo's data directory, for which the silo reads it too.</summary>
    public const string DataVariable = "ASSETS_DATA";

    /// <summary>The token by which silos know who uses the console.</summary>
    public const string TokenVariable = "ASSETS_TOKEN";

    public (SiloAddress? Address, CommandError? Error) Find(string? gateway, string? connectionString, string? runFile)
    {
        var (address, error) = FindAddress(gateway, connectionString, runFile);
        var token = environment(TokenVariable) is { Length: > 0 } text ? text : null;
        return (address is null ? null : address with { Token = token }, error);
    }

    private (SiloAddress? Address, CommandError? Error) FindAddress(string? gateway, string? connectionString, string? runFile)
    {
        if (gateway is not null && connectionString is not null)
        {
            return (null, CommandError.BadInput("--gateway and --connection-string exclude each other; give one."));
        }

        if (gateway is not null)
        {
            var (endPoint, fault) = SiloAddress.Parse(gateway);
            return endPoint is null
                ? (null, CommandError.BadInput($"--gateway: {fault}"))
                : (new SiloAddress(endPoint, null, "--gateway", null), null);
        }

        return connectionString is not null ? ByTable(connectionString, "--connection-string") : FromSurroundings(runFile);
    }

    /// <param name="origin">The option or variable that holds it.</param>
    private static (SiloAddress? Address, CommandError? Error) ByTable(string connectionString, string origin)
    {
        try
        {
            _ = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return (new SiloAddress(null, connectionString, origin, null), null);
        }
        catch (ArgumentException)
        {
            // Neither its text nor the exception's, which may repeat it: there may be a password in it.
            return (null, CommandError.BadInput(
                $"{origin} is no PostgreSQL connection string; it must read like Host=localhost;Port=5432;Database=assets;Username=assets;"
                + "Password=..."));
        }
    }

    private (SiloAddress? Address, CommandError? Error) FromSurroundings(string? runFileOption)
    {
        var path = runFileOption ?? InDataDirectory() ?? InstallationFiles.Find(RunFileReader.DefaultPath, workingDirectory);
        RunFile? run;
        try
        {
            run = path is null ? null : RunFileReader.Read(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (null, CommandError.BadInput($"The run file cannot be read: {exception.Message}"));
        }

        var variable = environment(ConnectionStringVariable);
        if (runFileOption is null && !string.IsNullOrWhiteSpace(variable) && variable != run?.ConnectionString)
        {
            return ByTable(variable, ConnectionStringVariable);
        }

        return run is not null
            ? (new SiloAddress(new IPEndPoint(IPAddress.Loopback, run.GatewayPort), null, path!, run), null) // run was read from path
            : (null, CommandError.Unreachable($"No silo is running: there is no {path ?? $"{RunFileReader.DefaultPath} here or above"}."));
    }

    private string? InDataDirectory() => environment(DataVariable) is { Length: > 0 } directory
        ? Path.Combine(Path.GetFullPath(directory, workingDirectory), RunFile.FileName)
        : null;
}
