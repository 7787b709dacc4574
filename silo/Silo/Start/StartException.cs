namespace OrleansAssets.Silo.Start;

/// <summary>The silo cannot start; the message is the whole story for the operator: what was found, and the remedy.</summary>
internal sealed class StartException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>The exit code where what was given is wrong: options, variables, configuration.</summary>
    public const int BadInput = 2;

    /// <summary>1 for the machine's state, 2 for bad input.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>All faults of the configuration, a line each.</summary>
    public static StartException OfConfiguration(IEnumerable<string> faults)
    {
        var lines = faults.ToList();
        return new StartException(
            $"The configuration has {lines.Count} fault{(lines.Count == 1 ? "" : "s")}; the silo does not start.{Environment.NewLine}"
            + string.Join(Environment.NewLine, lines),
            BadInput);
    }
}
