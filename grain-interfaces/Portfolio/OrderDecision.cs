using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>The answer to an order: what is permitted now, and why. The same stored inputs give the same bytes again.</summary>
/// <param name="DecisionId">
/// Its place in the journal; <see cref="NotStoredId"/> of one more rejection of a flood, whose order id stays free.
/// </param>
/// <param name="IsShadow">Whether it belongs to a paper portfolio: no capital is at risk.</param>
/// <param name="Quantity">Units permitted now; 0 where the order is rejected.</param>
/// <param name="Notional">Value of <paramref name="Quantity"/> in the portfolio's currency.</param>
/// <param name="Price">Price per unit that the decision was made at, in the asset's quote currency.</param>
/// <param name="LargestQuantity">The most that every rule together would permit, whatever was asked for.</param>
/// <param name="BindingRule">Code of the rule that set the outcome, or, where the order passed, the one that is nearest to do so.</param>
/// <param name="Rules">Every rule: the binding one first, then in the order of the table in docs/risk.md.</param>
/// <param name="Remedy">What would heal a rejection or a reduction, cheapest first; null where nothing was cut.</param>
/// <param name="RetryAt">When time alone heals it; null where it does not.</param>
/// <param name="StopPrice">The order's stop, else the asset's own distance from <paramref name="Price"/>.</param>
/// <param name="TargetPrice">Likewise for the target; null where there is none.</param>
/// <param name="ReservationId">The reservation that holds the exposure; null where nothing is reserved.</param>
/// <param name="ReservedUntil">
/// When the reservation expires, UTC; the end of time where the order rests until its end is reported.
/// </param>
/// <param name="DecidedAt">UTC.</param>
/// <param name="InputHash">SHA-256 of the inputs, hex: the key under which they are stored.</param>
/// <param name="Warnings">What an operator should know although it stops nothing.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderDecision")]
public sealed record OrderDecision(
    string DecisionId,
    string PortfolioId,
    bool IsShadow,
    OrderRequest Order,
    DecisionOutcome Outcome,
    decimal Quantity,
    decimal Notional,
    decimal? Price,
    decimal LargestQuantity,
    string BindingRule,
    ImmutableArray<RuleResult> Rules,
    string? Remedy,
    DateTimeOffset? RetryAt,
    decimal? StopPrice,
    decimal? TargetPrice,
    string? ReservationId,
    DateTimeOffset? ReservedUntil,
    DateTimeOffset DecidedAt,
    string ConfigurationHash,
    string InputHash,
    ImmutableArray<string> Warnings)
{
    /// <summary>The id of a rejection that is not stored, as too many were just before it.</summary>
    public const string NotStoredId = "not-stored";

    /// <summary>How the order stands now, where it was decided before; null in the first answer, and in what is stored.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderStanding? Standing { get; init; }
}

/// <summary>How an order was decided.</summary>
[GenerateSerializer, Alias("OrleansAssets.DecisionOutcome")]
public enum DecisionOutcome
{
    /// <summary>As asked for.</summary>
    Approved = 0,

    /// <summary>The largest quantity that passes every rule, less than was asked for.</summary>
    Reduced = 1,

    /// <summary>Not permitted at any size; nothing is reserved.</summary>
    Rejected = 2,
}
