using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.DataSources;

namespace OrleansAssets.Grains.Phases;

/// <summary>Carries a phase's events from its state to the log and the webhook. What was not taken stays in the state.</summary>
internal sealed partial class EventPost(
    PhaseGrain self, Stored<PhaseState> state, PhaseServices services, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan SendTimeMax = TimeSpan.FromSeconds(10);

    public bool IsEmpty => state.Value.Unlogged.IsEmpty && state.Value.Outbox.IsEmpty;

    /// <summary>Appends what waits to the log.</summary>
    public async Task LogAsync()
    {
        var waiting = state.Value.Unlogged;
        foreach (var happened in waiting)
        {
            await services.Journal.AppendAsync(self.PhaseId, happened);
        }

        var next = EventRules.Logged(state.Value, waiting);
        next = services.Sender.IsConfigured ? next : next with { Outbox = [] };
        if (next.Unlogged.Length != state.Value.Unlogged.Length || next.Outbox.Length != state.Value.Outbox.Length)
        {
            await state.WriteAsync(next);
        }
    }

    /// <summary>Sends what is due, oldest first; the first that is not taken ends the round.</summary>
    public async Task SendAsync()
    {
        foreach (var notice in EventRules.Due(state.Value, clock.GetUtcNow()))
        {
            using var timeout = new CancellationTokenSource(SendTimeMax, clock);
            var error = await services.Sender.SendAsync(self.PhaseId, notice.Event, timeout.Token);
            services.Metrics.Noticed(self.PhaseId, error is null);
            if (error is null)
            {
                await state.WriteAsync(EventRules.Delivered(state.Value, notice.Event.Id));
                continue;
            }

            var pause = Backoff.PauseAfter(notice.Attempts + 1, FirstPause, LongestPause, services.Jitter.Next());
            LogNotTaken(self.PhaseId, notice.Event.Action, notice.Attempts + 1, error);
            await state.WriteAsync(EventRules.NotDelivered(state.Value, notice.Event.Id, error, clock.GetUtcNow() + pause));
            return;
        }
    }

    [LoggerMessage(2304, LogLevel.Warning, "Phase {PhaseId}: the webhook did not take '{Action}' (attempt {Attempt}): {Error}")]
    private partial void LogNotTaken(string phaseId, string action, int attempt, string error);
}
