using Orleans.Runtime;
using OrleansAssets.Database;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Failures;

/// <summary>What keeps a process from its work though nothing is wrong in it: how it ends, in its own words.</summary>
/// <param name="ExitCode">1 for the machine's state, 2 for bad input, 3 where it is to be started again.</param>
internal sealed record StartFault(int ExitCode, string Sentence)
{
    /// <summary>The options that name a silo's ports.</summary>
    public const string SiloPorts = "--port, --gateway-port and --silo-port";

    /// <summary>Those of the web side in a process of its own.</summary>
    public const string WebPorts = "--port and --tls-port";

    /// <returns>Null for a bug, whose stack somebody has to read.</returns>
    public static StartFault? Of(Exception exception, string portOptions) => exception switch
    {
        StartException known => new StartFault(known.ExitCode, known.Message),
        DatabaseUnavailableException known => new StartFault(1, known.Message),
        _ when TakenPort.Is(exception) => new StartFault(1, TakenPort.Sentence(exception, portOptions)),
        OrleansException known => new StartFault(
            FatalFault.ExitCode,
            $"The silo could not join its cluster ({FaultText.Of(known)}): see the log above and the membership table, and start it "
                + "again."),
        IOException or UnauthorizedAccessException => new StartFault(
            1, $"A file could not be read or written ({FaultText.Of(exception)}): make room on the disk, or see who may write there."),
        _ => null,
    };

    /// <summary>Says it on stderr and gives the exit code.</summary>
    /// <param name="exception">One of which there is a fault.</param>
    public static async Task<int> TellAsync(Exception exception, string portOptions)
    {
        var fault = Of(exception, portOptions) ?? throw new ArgumentException("It is a bug.", nameof(exception), exception);
        await Console.Error.WriteLineAsync(fault.Sentence);
        return fault.ExitCode;
    }
}
