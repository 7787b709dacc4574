using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.MarketData;

namespace OrleansAssets.CorporateActions;

/// <summary>
/// Tells the corporate actions that were collected, and applies each to the portfolios that hold its asset, once it holds; key
/// <see cref="Keys.CorporateActions"/>.
/// </summary>
[Alias("OrleansAssets.ICorporateActionsGrain")]
public interface ICorporateActionsGrain : IGrainWithStringKey
{
    /// <summary>Those that hold from a date on, the coming and the withdrawn among them; by date, asset, kind and source.</summary>
    /// <param name="assetId">One asset, or null for all.</param>
    /// <param name="from">In New York.</param>
    /// <exception cref="NotFoundException">The configuration has no such asset.</exception>
    [AlwaysInterleave]
    [Alias("Get"), Question]
    Task<ImmutableArray<CorporateActionView>> GetAsync(string? assetId, DateOnly from, CancellationToken cancellationToken = default);
}

/// <summary>A corporate action as one source tells it, and what became of it.</summary>
/// <param name="ClassId">The class of its asset.</param>
/// <param name="KnownAt">When it became known here first, UTC.</param>
/// <param name="WithdrawnAt">When its source ceased to tell it, before it held; null where it tells it.</param>
/// <param name="Settled">What became of it; null while it is to come.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CorporateActionView")]
public sealed record CorporateActionView(
    CorporateAction Action, string ClassId, DateTimeOffset KnownAt, DateTimeOffset? WithdrawnAt, SettledAction? Settled = null);

/// <summary>What became of the actions of one asset, kind and date.</summary>
/// <param name="SourceId">Whose word was taken.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Portfolios">Those to which it was applied, and in which it holds.</param>
/// <param name="Note">What a person should know, as a sentence; null where there is nothing.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SettledAction")]
public sealed record SettledAction(
    string AssetId,
    CorporateActionKind Kind,
    DateOnly EffectiveOn,
    string SourceId,
    DateTimeOffset At,
    SettledOutcome Outcome,
    ImmutableArray<string> Portfolios,
    string? Note)
{
    /// <summary>Those in which it was taken back since: it is not applied to them again.</summary>
    [Id(0)]
    public ImmutableArray<string> TakenBack { get; init; } = [];

    /// <summary>Whether it holds in no book any more.</summary>
    [JsonIgnore]
    public bool IsTakenBack => Portfolios.IsEmpty && !TakenBack.IsDefaultOrEmpty;
}

/// <summary>What was done with an action.</summary>
[GenerateSerializer, Alias("OrleansAssets.SettledOutcome")]
public enum SettledOutcome
{
    /// <summary>It was applied to each portfolio that held the asset; there may have been none.</summary>
    Applied = 0,

    /// <summary>Another source told it of a day close by, and it was applied then.</summary>
    SameAsAnother = 1,

    /// <summary>It became known too long after it held: a person has to look at the books.</summary>
    TooLate = 2,

    /// <summary>No book can follow it by itself: a person has to.</summary>
    LeftToPeople = 3,
}
