using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using OrleansAssets.Grains.Storage;

namespace OrleansAssets.Grains.Phases;

/// <summary>The log of phases: what happened, who did it, and the evidence. An event is taken once, however often it is appended.</summary>
internal sealed partial class PhaseJournal(IRegistryStore registry, PhaseMetrics metrics, ILogger<PhaseJournal> log)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task AppendAsync(string phaseId, PhaseEvent happened)
    {
        await registry.LogActivationAsync(
            new ActivationLogEntry(
                happened.Id, phaseId, happened.Action, happened.At, happened.By, happened.Notes,
                happened.Evidence is null ? "{}" : JsonSerializer.Serialize(happened.Evidence, Json)),
            CancellationToken.None);
        metrics.Happened(phaseId, happened.Action);
        LogHappened(phaseId, happened.Action, happened.By, happened.Notes, happened.Id);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Phase {PhaseId}: {Action} by {By}: {Notes} ({EventId})")]
    private partial void LogHappened(string phaseId, string action, string by, string? notes, Guid eventId);
}
