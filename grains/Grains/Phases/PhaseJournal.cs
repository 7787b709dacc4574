using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// The log of phases: what happened, who did it, and the evidence; in the audit log as stream <c>phase/ID</c>, and as rows of
/// phase_activation_log. An event is taken once, however often it is appended.
/// </summary>
internal sealed partial class PhaseJournal(IRegistryStore registry, IAuditLog audit, PhaseMetrics metrics, ILogger<PhaseJournal> log)
{
    /// <summary>An event that is appended again after a crash is among the newest: a phase has one writer, and few events wait at a time.</summary>
    private const int LookBackMax = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task AppendAsync(string phaseId, PhaseEvent happened)
    {
        await AuditAsync(phaseId, happened);
        await registry.LogActivationAsync(
            new ActivationLogEntry(
                happened.Id, phaseId, happened.Action, happened.At, happened.By, happened.Notes,
                happened.Evidence is null ? "{}" : JsonSerializer.Serialize(happened.Evidence, Json)),
            CancellationToken.None);
        metrics.Happened(phaseId, happened.Action);
        LogHappened(LevelOf(happened), phaseId, ActionOf(happened), happened.By, happened.Notes, happened.Id);
    }

    private async Task AuditAsync(string phaseId, PhaseEvent happened)
    {
        var stream = Keys.Phase(phaseId);
        var newest = await audit.ReadLastAsync(stream, LookBackMax, CancellationToken.None);
        if (newest.Any(entry => entry.Payload.Contains(happened.Id.ToString("D"), StringComparison.Ordinal)))
        {
            return;
        }

        var payload = JsonSerializer.Serialize(new { EventId = happened.Id, happened.Notes, happened.Evidence }, Json);
        await audit.AppendAsync(stream, new AuditNote(happened.Action, happened.By, payload, happened.At), CancellationToken.None);
    }

    // What takes trading away, or opens it unearned, is for somebody who reads warnings only.
    private static LogLevel LevelOf(PhaseEvent happened) => happened.Action switch
    {
        PhaseActions.Activated => IsBypass(happened) ? LogLevel.Warning : LogLevel.Information,
        PhaseActions.Demoted or PhaseActions.DeactivationAsked or PhaseActions.ReduceOnly or PhaseActions.RolledBack
            or PhaseActions.ForceRequested or PhaseActions.OverrideExpired or PhaseActions.AssetsOutside => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    private static string ActionOf(PhaseEvent happened) => IsBypass(happened) ? "activated without the evidence" : happened.Action;

    // A phase that is active from the start has no evidence and needs none.
    private static bool IsBypass(PhaseEvent happened) =>
        happened is { Action: PhaseActions.Activated, Evidence: { Verdict: not ReadinessVerdict.Ready } };

    [LoggerMessage(EventId = 2301, Message = "Phase {PhaseId}: {Action} by {By}: {Notes} ({EventId})")]
    private partial void LogHappened(LogLevel level, string phaseId, string action, string by, string? notes, Guid eventId);
}
