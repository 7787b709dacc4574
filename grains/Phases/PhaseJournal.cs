using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using OrleansAssets.Grains.Storage;

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
        LogHappened(phaseId, happened.Action, happened.By, happened.Notes, happened.Id);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Phase {PhaseId}: {Action} by {By}: {Notes} ({EventId})")]
    private partial void LogHappened(string phaseId, string action, string by, string? notes, Guid eventId);
}
