namespace OrleansAssets.Domain.Audit;

/// <summary>What is to be entered into a stream of the audit log.</summary>
/// <param name="Kind">What happened, e.g. <c>activation</c>.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Payload">JSON.</param>
public sealed record AuditNote(string Kind, string Actor, string Payload, DateTimeOffset At);
