using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansAssets.Silo.Logging;

/// <summary>
/// Lines of Orleans that are not about anything: each by its category and event, and for its own reason. All else that a framework warns of
/// is shown.
/// </summary>
internal static class FrameworkNotes
{
    private const string SiloCategory = "Orleans.Runtime.Silo";
    private const int GarbageCollectorChoice = 100405; // ErrorCode.SiloGcWarning

    private const string WatchdogCategory = "Orleans.Runtime.Watchdog";
    private const int Stall = 100150; // ErrorCode.SiloHeartbeatTimerStalled
    private const string StallTime = "TimeSinceLastTick";

    private const string KeyCategory = "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager";
    private const int KeyInPlainText = 35; // NoXMLEncryptorConfiguredKeyMayBePersistedToStorageInUnencryptedForm

    /// <param name="logAge">How long this process has logged.</param>
    public static bool IsPointless<TState>(in LogEntry<TState> entry, TimeSpan logAge) => (entry.Category, entry.EventId.Id) switch
    {
        // "Silo not running with ServerGC": the project file chooses so, as it costs memory by the core and gains nothing at this size.
        (SiloCategory, GarbageCollectorChoice) => true,

        // The first round has no round before it, and counts from the machine's start. A stall is no longer than the process lives.
        (WatchdogCategory, Stall) => StallOf(entry.State) > logAge,
        // The keys of the cookies are in a directory that only its owner can read.
        (KeyCategory, KeyInPlainText) => true,
        _ => false,
    };

    private static TimeSpan? StallOf<TState>(TState state) =>
        (state as IEnumerable<KeyValuePair<string, object?>>)?.FirstOrDefault(field => field.Key == StallTime).Value as TimeSpan?;
}
