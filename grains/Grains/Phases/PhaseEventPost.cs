using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Phases;
using OrleansAssets.Storage.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// Carries a phase's events from its state to the log and the webhook; the only writer of the log. What was not taken stays in the state.
/// </summary>
internal sealed partial class PhaseEventPost(
    IPhaseLog entries, INoticeSender sender, PhaseMetrics metrics, RetryJitter jitter, TimeProvider clock, ILogger<PhaseEventPost> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan SendTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>Whether nothing waits to be logged or sent.</summary>
    public static bool IsEmpty(PhaseState state) => state.Unlogged.IsEmpty && state.Outbox.IsEmpty;

    /// <summary>Appends what waits to the log.</summary>
    public async Task LogAsync(string phaseId, Stored<PhaseState> state)
    {
        var waiting = state.Value.Unlogged;
        foreach (var happened in waiting)
        {
            if (await entries.AppendAsync(phaseId, happened, CancellationToken.None))
            {
                metrics.Happened(phaseId, happened.Action);
                LogHappened(LevelOf(happened), phaseId, ActionOf(happened), happened.By, happened.Notes, happened.Id);
            }
        }

        var next = EventRules.Logged(state.Value, waiting);
        next = sender.IsConfigured ? next : next with { Outbox = [] };
        if (next.Unlogged.Length != state.Value.Unlogged.Length || next.Outbox.Length != state.Value.Outbox.Length)
        {
            await state.WriteAsync(next);
        }
    }

    /// <summary>Sends what is due, oldest first; the first that is not taken ends the round.</summary>
    public async Task SendAsync(string phaseId, Stored<PhaseState> state)
    {
        foreach (var notice in EventRules.Due(state.Value, clock.GetUtcNow()))
        {
            using var timeout = new CancellationTokenSource(SendTimeMax, clock);
            var error = await sender.SendAsync(phaseId, notice.Event, timeout.Token);
            metrics.Noticed(phaseId, error is null);
            if (error is null)
            {
                await state.WriteAsync(EventRules.Delivered(state.Value, notice.Event.Id));
                continue;
            }

            var pause = Backoff.PauseAfter(notice.Attempts + 1, FirstPause, LongestPause, jitter.Next());
            LogNotTaken(phaseId, notice.Event.Action, notice.Attempts + 1, error);
            await state.WriteAsync(EventRules.NotDelivered(state.Value, notice.Event.Id, error, clock.GetUtcNow() + pause));
            return;
        }
    }

    /// <summary>The newest entries of a phase's log, newest first.</summary>
    public Task<ImmutableArray<PhaseLogEntry>> ReadLastAsync(string phaseId, int count, CancellationToken cancellationToken) =>
        entries.ReadLastAsync(phaseId, count, cancellationToken);

    // What takes trading away, or opens it unearned, is for somebody who reads warnings only.
    private static LogLevel LevelOf(PhaseEvent happened) => happened.Action switch
    {
        PhaseActions.Activated => IsBypass(happened) ? LogLevel.Warning : LogLevel.Information,
        PhaseActions.Demoted or PhaseActions.DeactivationAsked or PhaseActions.ReduceOnly or PhaseActions.RolledBack
            or PhaseActions.ForceRequested or PhaseActions.ImportApprovalAsked
            or PhaseActions.OverrideExpired or PhaseActions.AssetsOutside => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    private static string ActionOf(PhaseEvent happened) => IsBypass(happened) ? "activated without the evidence" : happened.Action;

    // A phase that is active from the start has no evidence and needs none.
    private static bool IsBypass(PhaseEvent happened) =>
        happened is { Action: PhaseActions.Activated, Evidence: { Verdict: not ReadinessVerdict.Ready } };

    [LoggerMessage(EventId = 2301, Message = "Phase {PhaseId}: {Action} by {By}: {Notes} ({EventId})")]
    private partial void LogHappened(LogLevel level, string phaseId, string action, string by, string? notes, Guid eventId);

    [LoggerMessage(2304, LogLevel.Warning, "Phase {PhaseId}: the webhook did not take '{Action}' (attempt {Attempt}): {Error}")]
    private partial void LogNotTaken(string phaseId, string action, int attempt, string error);
}
