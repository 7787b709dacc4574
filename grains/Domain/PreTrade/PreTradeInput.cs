using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
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
/// <param name="ReservationSeconds">
/// How long an approval holds its exposure where the order does not rest; null decides without reserving (a dry run).
/// </param>
/// <param name="RestsUntil">
/// When an order that may rest at its broker ends by its time in force: so long it holds its exposure, whether anybody reports it or not.
/// The end of time where that is for its broker to say; null of one that does not rest, and in the inputs of older decisions.
/// </param>
/// <param name="AssumedRates">
/// Stablecoins that count as a dollar although a source should tell their rate; null for none, and in the inputs of older decisions.
/// </param>
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
    ImmutableArray<string>? NearestAssets = null,
    DateTimeOffset? RestsUntil = null,
    ImmutableArray<string>? AssumedRates = null);

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
    /// <summary>
    /// As it is now: an override that has expired opens nothing more, whether or not its phase has been taken back yet.
    /// </summary>
    public static PreTradePhase Of(PhaseView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        var isOver = view is { Status: PhaseStatus.Active, Gate.Override: { } forced } && now >= forced.ExpiresAt;
        return new PreTradePhase(
            view.Definition.Id, isOver ? PhaseStatus.ReduceOnly : view.Status, view.Definition.MinimumCapital,
            view.Definition.KeepCapital);
    }
}

/// <summary>A portfolio at the instant of a decision, as the checks see it. Money in <paramref name="Currency"/>.</summary>
/// <param name="Equity">Cash and positions at their marks, open profit and loss included.</param>
/// <param name="Cash">Below 0 where something is financed.</param>
/// <param name="PeakEquity">Highest equity, cash flows taken out.</param>
/// <param name="DayAnchorEquity">Equity at the start of the UTC day, scaled by cash flows as equity is.</param>
/// <param name="OrdersLastMinute">Decisions that approved or reduced an order, within 60 seconds before now.</param>
/// <param name="OrdersToday">Likewise since the start of the UTC day.</param>
/// <param name="Halts">Those in force.</param>
/// <param name="RejectionsLastMinute">Stored rejections, within 60 seconds before now; null in the inputs of older decisions.</param>
/// <param name="RejectionsToday">Likewise since the start of the UTC day.</param>
public sealed record PreTradeBook(
    string Currency,
    decimal Equity,
    decimal Cash,
    decimal PeakEquity,
    decimal DayAnchorEquity,
    ImmutableArray<HeldPosition> Positions,
    ImmutableArray<OpenReservation> Reservations,
    int OrdersLastMinute,
    int OrdersToday,
    ImmutableArray<ActiveHalt> Halts,
    int? RejectionsLastMinute = null,
    int? RejectionsToday = null);

/// <summary>An open position. Prices are in the asset's quote currency.</summary>
/// <param name="SignedQuantity">Units, below 0 for a short position.</param>
/// <param name="StopPrice">
/// Where it is closed; null takes the asset's own distance from the mark, until that has passed the distance from the entry.
/// </param>
public sealed record HeldPosition(
    string AssetId,
    string ClassId,
    decimal SignedQuantity,
    decimal AverageEntryPrice,
    decimal MarkPrice,
    DateTimeOffset MarkedAt,
    decimal? StopPrice,
    DateTimeOffset OpenedAt);

/// <summary>Exposure that an approved order holds until it is filled, released or expired.</summary>
/// <param name="SignedQuantity">Units not filled yet, below 0 for a sale.</param>
/// <param name="Price">Price of the decision, in the asset's quote currency; null for an exit that was decided without one.</param>
public sealed record OpenReservation(
    string ReservationId,
    string AssetId,
    string ClassId,
    decimal SignedQuantity,
    decimal? Price,
    decimal? StopPrice,
    DateTimeOffset ExpiresAt);

/// <summary>
/// Inputs and decisions as bytes: the same record always gives the same bytes, and reading them back gives the same record, decimals with
/// their scale included.
/// </summary>
public static class PreTradeJson
{
    public static byte[] Bytes(PreTradeInput input) => JsonSerializer.SerializeToUtf8Bytes(input, StoredJson.Options);

    public static byte[] Bytes(OrderDecision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, StoredJson.Options);

    /// <exception cref="JsonException">The bytes are no input.</exception>
    public static PreTradeInput ReadInput(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<PreTradeInput>(bytes, StoredJson.Options) ?? throw new JsonException("The stored input is null.");

    /// <summary>SHA-256 of an input's bytes, hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
