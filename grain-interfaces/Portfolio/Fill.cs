using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>What a broker executed.</summary>
/// <param name="FillId">
/// The broker's id, unique in the portfolio: the same content under it again changes nothing, other content is refused.
/// </param>
/// <param name="ClientOrderId">The order it belongs to, whose reservation it uses up; null for one that was never asked for.</param>
/// <param name="Quantity">Units, more than 0.</param>
/// <param name="Price">
/// Price per unit in <paramref name="Currency"/>; 0 and less where the asset's class has such prices, as futures may.
/// </param>
/// <param name="Fee">In <paramref name="FeeCurrency"/>; less than 0 where the venue paid a rebate.</param>
/// <param name="Currency">Currency of the price; null is the asset's quote currency.</param>
/// <param name="Rate">What a unit of that currency is worth in the portfolio's currency; null takes the portfolio's own conversion.</param>
/// <param name="At">When it was executed; default, when it is first told, and a repetition may say default too.</param>
/// <param name="FeeCurrency">
/// Currency of the fee; null is that of the price. The coin itself (BTC of BTC/USDT) is taken out of the units; any other is converted.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Fill")]
public sealed record Fill(
    string FillId,
    string? ClientOrderId,
    string AssetId,
    OrderSide Side,
    decimal Quantity,
    decimal Price,
    decimal Fee,
    string? Currency,
    decimal? Rate,
    DateTimeOffset At,
    string? StrategyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FeeCurrency = null)
{
    /// <summary>
    /// Said a second time: it is taken although its price, its fee or its size is one that nobody would believe. It is no part of the
    /// content.
    /// </summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Confirmed { get; init; }
}

/// <summary>What a fill did. A repeated fill has the answer of the first time.</summary>
/// <param name="Sequence">Its number in the portfolio's journal.</param>
/// <param name="Rate">The conversion that was used.</param>
/// <param name="RateSource">Where the conversion is from.</param>
/// <param name="Quantity">Signed units held after it.</param>
/// <param name="AverageEntryPrice">Per unit, in the asset's quote currency.</param>
/// <param name="RealisedProfit">Of this fill, in the portfolio's currency, fees not taken out.</param>
/// <param name="Repeated">Whether it was known already.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FillAnswer")]
public sealed record FillAnswer(
    string FillId,
    long Sequence,
    decimal Rate,
    string RateSource,
    decimal Quantity,
    decimal AverageEntryPrice,
    decimal RealisedProfit,
    decimal Fee,
    bool Repeated)
{
    /// <summary>Why it is none that was approved, where it waits for an operator to see it; null else.</summary>
    [Id(0)]
    public string? Irregularity { get; init; }
}

/// <summary>A price to revalue a position at.</summary>
/// <param name="Price">In the asset's quote currency.</param>
/// <param name="Rate">
/// What a unit of the quote currency is worth in the portfolio's currency; null takes the portfolio's own conversion.
/// </param>
/// <param name="At">When the price was stated, UTC.</param>
/// <param name="Source">Where the price is from.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PriceMark")]
public sealed record PriceMark(string AssetId, decimal Price, decimal? Rate, DateTimeOffset At, string Source)
{
    /// <summary>Says a second time that it is true although nobody would believe its price or its rate.</summary>
    [Id(0)]
    public bool Confirmed { get; init; }
}

/// <summary>Money paid in (more than 0) or taken out (less than 0): no profit and no loss.</summary>
/// <param name="FlowId">Unique in the portfolio: the same content under it again changes nothing.</param>
/// <param name="Amount">In the portfolio's currency.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CashFlow")]
public sealed record CashFlow(string FlowId, decimal Amount, string Operator, string Reason)
{
    /// <summary>When the money moved, UTC; null for now. One that is told late is taken at its time.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }
}

/// <summary>Money after a cash flow.</summary>
/// <param name="Cash">After the flow, in the portfolio's currency, as are the other two.</param>
/// <param name="Sequence">Of its entry in the journal; 0 where it waits for others.</param>
/// <param name="PeakEquity">Moved by the flow, so that no drawdown comes or goes by it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CashFlowAnswer")]
public sealed record CashFlowAnswer(string FlowId, long Sequence, decimal Cash, decimal Equity, decimal PeakEquity, bool Repeated)
{
    /// <summary>How many more operators must ask for the same before the money moves; 0 where it has moved.</summary>
    [Id(0)]
    public int Missing { get; init; }

    /// <summary>Why nothing moved yet; null where it has.</summary>
    [Id(1)]
    public string? Remark { get; init; }

    /// <summary>Rows of days that are other than they were, as it was told late.</summary>
    [Id(2)]
    public int RevisedDays { get; init; }
}

/// <summary>A withdrawal that waits for the word of others.</summary>
/// <param name="Amount">Less than 0, in the portfolio's currency.</param>
/// <param name="By">Who asked for it, the first one first.</param>
/// <param name="Missing">How many more must.</param>
/// <param name="Until">When the first word lapses, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WaitingWithdrawal")]
public sealed record WaitingWithdrawal(
    string FlowId, decimal Amount, ImmutableArray<string> By, string Reason, int Missing, DateTimeOffset Until)
{
    /// <summary>Who asked for it too and whose word counts no more: no operator's token of that name is in force.</summary>
    [Id(0)]
    public ImmutableArray<string> Lapsed { get; init; } = [];

    /// <summary>When the money left, UTC; null for when it is agreed to.</summary>
    [Id(1)]
    public DateTimeOffset? MovedAt { get; init; }
}

/// <summary>A currency's worth that was stated and waits for the word of others.</summary>
/// <param name="Rate">What a unit of it is worth in the portfolio's currency.</param>
/// <param name="By">Who stated it, the first one first.</param>
/// <param name="Missing">How many more must.</param>
/// <param name="Until">When the first word lapses, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WaitingRate")]
public sealed record WaitingRate(string Currency, decimal Rate, ImmutableArray<string> By, int Missing, DateTimeOffset Until)
{
    /// <summary>Who stated it too and whose word counts no more: no operator's token of that name is in force.</summary>
    [Id(0)]
    public ImmutableArray<string> Lapsed { get; init; } = [];
}
