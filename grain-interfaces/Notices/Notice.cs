using Orleans;

namespace OrleansAssets.Notices;

/// <summary>How much a notice matters.</summary>
[GenerateSerializer, Alias("OrleansAssets.NoticeSeverity")]
public enum NoticeSeverity
{
    /// <summary>Good to know.</summary>
    Info = 0,

    /// <summary>Somebody should look at it today.</summary>
    Warning = 1,

    /// <summary>Money is at stake: somebody should look at it now, at any hour.</summary>
    Critical = 2,
}

/// <summary>Something that stands as long as its source says so.</summary>
/// <param name="Kind">One of <see cref="NoticeKinds"/>.</param>
/// <param name="Subject">What it is of, e.g. <c>portfolio/main halt-17</c>: one notice stands for each source, kind and subject.</param>
/// <param name="Text">In plain sentences, with the figures and what heals it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticeFact")]
public sealed record NoticeFact(string Kind, string Subject, NoticeSeverity Severity, string Text);

/// <summary>Something that happened once, and stands for nothing.</summary>
/// <param name="EventId">Unique in the installation: the same again is not told again.</param>
/// <param name="Source">Who tells it, e.g. <c>phase/phase_1_stocks</c>.</param>
/// <param name="At">UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticeEvent")]
public sealed record NoticeEvent(string EventId, string Source, NoticeFact Fact, DateTimeOffset At);

/// <summary>What people are told.</summary>
/// <param name="Source">Who tells it.</param>
/// <param name="Since">When it was seen first, or happened; UTC, as are all instants here.</param>
/// <param name="LastAt">When it was seen last.</param>
/// <param name="Count">How often it came back before anybody was told that it had healed, counted from 1.</param>
/// <param name="Acknowledgement">Who has seen it; null while nobody said so.</param>
/// <param name="ClearedAt">When it healed; null while it stands. Of what happened once, when it happened.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Notice")]
public sealed record Notice(
    long Id,
    string Source,
    string Kind,
    string Subject,
    NoticeSeverity Severity,
    string Text,
    DateTimeOffset Since,
    DateTimeOffset LastAt,
    long Count,
    NoticeAcknowledgement? Acknowledgement,
    DateTimeOffset? ClearedAt);

/// <summary>Somebody has seen a notice, and answers for it.</summary>
/// <param name="Note">What is being done about it; null where nothing was said.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticeAcknowledgement")]
public sealed record NoticeAcknowledgement(string By, DateTimeOffset At, string? Note);
