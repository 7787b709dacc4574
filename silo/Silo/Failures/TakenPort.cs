using System.Net.Sockets;

namespace OrleansAssets.Silo.Failures;

/// <summary>A port that was free when the process chose it and that another program took before it listened there.</summary>
internal static class TakenPort
{
    public static bool Is(Exception exception) => Causes(exception).Any(IsTaken);

    /// <summary>What happened and what to do, in one line.</summary>
    /// <param name="portOptions">The options that name the process's ports, as part of a sentence.</param>
    public static string Sentence(Exception exception, string portOptions)
    {
        // The web's listeners name the address in an exception of I/O around that of the socket.
        var told = Causes(exception).FirstOrDefault(one => one is IOException) ?? Causes(exception).First(IsTaken);
        return $"Another program took a port of this process while it started ({told.Message.Split('\n')[0].Trim().TrimEnd('.')}): start "
            + $"it again; {portOptions} name others, and 0 takes a free one.";
    }

    private static bool IsTaken(Exception exception) => exception is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };

    /// <summary>The exception, what caused it, and so on.</summary>
    private static IEnumerable<Exception> Causes(Exception exception) => exception is AggregateException several
        ? several.InnerExceptions.SelectMany(Causes)
        : exception.InnerException is { } inner ? Causes(inner).Prepend(exception) : [exception];
}
