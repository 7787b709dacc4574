using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace OrleansAssets.Silo.Failures;

/// <summary>A failed call to a grain in words for the log and for readiness: one line, without the engine's own terms.</summary>
internal static class FaultText
{
    public static string Of(Exception exception) => exception switch
    {
        StorageUnavailableException known => known.Message.TrimEnd('.'),
        SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException =>
            "another silo has ended or cannot be reached, and the others have not agreed yet that it is gone",
        TimeoutException => "no answer came in time",
        _ => exception.GetBaseException().Message.Split('\n')[0].Trim().TrimEnd('.'),
    };
}
