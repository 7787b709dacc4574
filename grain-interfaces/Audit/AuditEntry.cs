using Orleans;

namespace OrleansAssets.Audit;

/// <summary>One entry of the audit log.</summary>
/// <param name="Stream">Whose entries these are, e.g. <c>portfolio/main</c> or <c>phase/phase_1_stocks</c>.</param>
/// <param name="Sequence">1 for the first of its stream, then without gaps.</param>
/// <param name="At">When it happened, UTC, to the microsecond.</param>
/// <param name="Kind">What happened, e.g. <c>decision</c>, <c>fill</c> or <c>halt</c>.</param>
/// <param name="Actor">Who did it: an operator's name, or the part of the program.</param>
/// <param name="Payload">JSON; its bytes are part of the hash.</param>
/// <param name="PreviousHash">Hash of the entry before, 64 zeros for the first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditEntry")]
public sealed record AuditEntry(
    string Stream,
    long Sequence,
    DateTimeOffset At,
    string Kind,
    string Actor,
    string Payload,
    string PreviousHash,
    string Hash)
{
    /// <summary>The place of this entry.</summary>
    public AuditPosition Position => new(Sequence, Hash);
}

/// <summary>A place in a stream of the audit log: an entry's number, from 1, and its hash. Before the first entry both are zero.</summary>
/// <param name="Hash">SHA-256, 64 hexadecimal digits in lower case.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditPosition")]
public sealed record AuditPosition(long Sequence, string Hash)
{
    /// <summary>The place before the first entry.</summary>
    public static AuditPosition Start { get; } = new(0, new string('0', 64));
}
