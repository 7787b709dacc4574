using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// All that a decision depends on, and nothing else: stored with the decision, it gives the same bytes again. Made of plain values, so
/// that it survives JSON unchanged; the names of the properties are those of the stored inputs.
/// </summary>
/// <param name="Asset">The order's asset; null where the catalogue has none of that id.</param>
/// <param name="OtherAssets">Every further asset that is held or reserved.</param>
/// <param name="Classes">Every class.</param>
/// <param name="Phase">The phase of the order's asset; null without the asset.</param>
/// <param name="RiskModel">What the model knows of the assets above.</param>
/// <param name="Rates">
/// What the quote currencies of the assets above are worth; the portfolio's own currency and the stablecoins of the US dollar need none.
/// </param>
/// <param name="Marks">Of each position; null in the inputs of older decisions.</param>
/// <param name="RuleSet">The set of checks that is asked (<see cref="PreTradeChecks.RuleSet"/>); null in older inputs: the first.</param>
/// <param name="Session">Of the order's asset; null in the inputs of older decisions.</param>
/// <param name="Macro">Releases that concern the order; null where none that is heeded does, and in the inputs of older decisions.</param>
/// <param name="NearestAssets">
/// Assets whose ids are nearest to one that the catalogue has not; null of one that it has, and in the inputs of older decisions.
/// </param>
/// <param name="ReservationSeconds">How long an approval holds its exposure; null decides without reserving (a dry run).</param>
public sealed record PreTradeInput(
    string DecisionId,
    string PortfolioId,
    bool IsShadow,
    DateTimeOffset Now,
    string ConfigurationHash,
    OrderRequest Order,
    PreTradeBook Book,
    PreTradeAsset? Asset,
    ImmutableArray<OtherAsset> OtherAssets,
    ImmutableArray<PreTradeClass> Classes,
    PreTradePhase? Phase,
    RiskModelView RiskModel,
    GlobalRisk Limits,
    ImmutableArray<ConversionRate> Rates,
    int? ReservationSeconds,
    ImmutableArray<MarkAge>? Marks = null,
    int? RuleSet = null,
    MarketSession? Session = null,
    MacroFacts? Macro = null,
    ImmutableArray<string>? NearestAssets = null);

/// <summary>How old the mark of a position is.</summary>
/// <param name="OpenMinutes">Since the mark, while its market was open; not counted beyond the limit.</param>
/// <param name="MaxMinutes">How old it may be.</param>
public sealed record MarkAge(string AssetId, DateTimeOffset MarkedAt, decimal OpenMinutes, decimal MaxMinutes)
{
    public bool IsOld() => OpenMinutes > MaxMinutes;
}

/// <summary>What the checks ask of an asset that is held or reserved.</summary>
/// <param name="ProductLeverage">Exposure per unit of worth; null, as in the inputs of older decisions, is 1.</param>
public sealed record OtherAsset(
    string AssetId, string ClassId, PriceDistance StopLoss, decimal? PipSize, decimal LeverageLimit, decimal? ProductLeverage = null)
{
    public static OtherAsset Of(AssetDefinition asset) => Of(asset.Id, asset.ClassId, asset.Risk);

    public static OtherAsset Of(string assetId, string classId, AssetRisk risk) =>
        new(assetId, classId, risk.StopLoss, risk.PipSize, risk.LeverageLimit, risk.ProductLeverage);
}

/// <summary>Whether the market of the order's asset is open.</summary>
/// <param name="OpensAt">When it opens next; null where it is open.</param>
public sealed record MarketSession(bool IsOpen, DateTimeOffset? OpensAt)
{
    public static MarketSession Of(MarketHours hours, DateTimeOffset now)
    {
        var isOpen = MarketCalendar.IsOpenAt(hours, now);
        return new MarketSession(isOpen, isOpen ? null : MarketCalendar.NextOpening(hours, now));
    }
}

/// <summary>What the checks ask of a class.</summary>
/// <param name="Mode">
/// Not in the bytes of an input while it is normal: decisions from before it was asked have the same bytes as ever.
/// </param>
/// <param name="ModeReason">Who set the mode and why, null while it is normal.</param>
public sealed record PreTradeClass(
    string Id,
    bool Enabled,
    string EnabledBy,
    decimal MaxAllocation,
    int MaxPositions,
    decimal RiskMultiplier,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TradingMode Mode = TradingMode.Normal,
    string? ModeReason = null)
{
    public static PreTradeClass Of(AssetClassView view) => new(
        view.Definition.Id, view.Enabled, view.EnabledBy, view.Definition.MaxAllocation, view.Definition.MaxPositions,
        view.Definition.RiskMultiplier, view.Mode, view.ModeReason);
}

/// <summary>What the checks ask of a phase.</summary>
/// <param name="MinimumCapital">Equity that a portfolio must have to earn the phase, in US dollars.</param>
/// <param name="KeepCapital">Equity that it must keep; null, as in the inputs of older decisions, is the minimum.</param>
public sealed record PreTradePhase(string Id, PhaseStatus Status, decimal MinimumCapital, decimal? KeepCapital = null)
{
    public static PreTradePhase Of(PhaseView view) =>
        new(view.Definition.Id, view.Status, view.Definition.MinimumCapital, view.Definition.KeepCapital);
}
