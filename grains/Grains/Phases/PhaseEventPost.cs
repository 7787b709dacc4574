using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Storage.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// Carries a phase's events from its state to the log and the notices; the only writer of the log. What was not taken stays in the state.
/// </summary>
internal sealed partial class PhaseEventPost(
    IPhaseLog entries, INoticeStore notices, IGrainFactory grains, PhaseMetrics metrics, ILogger<PhaseEventPost> log)
{
    /// <summary>Whether nothing waits to be logged or told.</summary>
    public static bool IsEmpty(PhaseState state) => state.Unlogged.IsEmpty && state.Outbox.IsEmpty;

    /// <summary>Appends what waits to the log, and tells people: either takes each event once, however often it is carried there.</summary>
    public async Task LogAsync(string phaseId, Stored<PhaseState> state)
    {
        var (unlogged, untold) = (state.Value.Unlogged, state.Value.Outbox);
        if (unlogged.IsEmpty && untold.IsEmpty)
        {
            return;
        }

        foreach (var happened in unlogged)
        {
            if (await entries.AppendAsync(phaseId, happened, CancellationToken.None))
            {
                metrics.Happened(phaseId, happened.Action);
                LogHappened(LevelOf(happened), phaseId, ActionOf(happened), happened.By, happened.Notes, happened.Id);
            }
        }

        foreach (var notice in untold)
        {
            await notices.AddAsync(PhaseNotices.Of(phaseId, notice.Event), CancellationToken.None);
        }

        await state.WriteAsync(EventRules.Told(EventRules.Logged(state.Value, unlogged), untold));
        if (!untold.IsEmpty)
        {
            await grains.GetGrain<INoticeOutboxGrain>(Keys.Notices).NudgeAsync();
        }
    }

    /// <summary>The newest entries of a phase's log, newest first.</summary>
    public Task<ImmutableArray<PhaseLogEntry>> ReadLastAsync(string phaseId, int count, CancellationToken cancellationToken) =>
        entries.ReadLastAsync(phaseId, count, cancellationToken);

    private static LogLevel LevelOf(PhaseEvent happened) =>
        PhaseNotices.IsGrave(happened) ? LogLevel.Warning : LogLevel.Information;

    private static string ActionOf(PhaseEvent happened) =>
        PhaseNotices.IsBypass(happened) ? "activated without the evidence" : happened.Action;

    [LoggerMessage(EventId = 2301, Message = "Phase {PhaseId}: {Action} by {By}: {Notes} ({EventId})")]
    private partial void LogHappened(LogLevel level, string phaseId, string action, string by, string? notes, Guid eventId);
}
