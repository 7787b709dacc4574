using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Storage.Phases;

namespace OrleansAssets.Tests.Support;

/// <summary>The log of phases in memory, with its entries in the audit log.</summary>
internal sealed class InMemoryPhaseLog(InMemoryAuditLog audit, FaultPlan faults) : IPhaseLog
{
    public ConcurrentDictionary<Guid, (string PhaseId, PhaseEvent Event)> Entries { get; } = new();

    /// <summary>What the log says of a phase, oldest first.</summary>
    public ImmutableArray<PhaseEvent> Of(string phaseId) =>
        [.. Entries.Values.Where(entry => entry.PhaseId == phaseId).Select(entry => entry.Event).OrderBy(entry => entry.At)];

    public async Task<bool> AppendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken)
    {
        var taken = false;
        await faults.StepAsync("register log", async () =>
        {
            taken = Entries.TryAdd(happened.Id, (phaseId, happened));
            if (taken)
            {
                var payload = JsonSerializer.Serialize(new { EventId = happened.Id, happened.Notes });
                await audit.AppendAsync(
                    Keys.Phase(phaseId), new AuditNote(happened.Action, happened.By, payload, happened.At), cancellationToken);
            }
        });
        return taken;
    }

    public Task<ImmutableArray<PhaseLogEntry>> ReadLastAsync(string phaseId, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Of(phaseId).Reverse().Take(count)
            .Select(entry => new PhaseLogEntry(
                entry.Id, phaseId, entry.Action, entry.At, entry.By, entry.Notes, entry.Evidence?.Verdict))
            .ToImmutableArray());
}
