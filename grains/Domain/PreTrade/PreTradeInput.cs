using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// All that a decision depends on, and nothing else: stored with the decision, it gives the same bytes again. Made of plain values, so
/// that it survives JSON unchanged.
/// </summary>
/// <param name="Asset">The order's asset; null where the catalogue has none of that id.</param>
/// <param name="OtherAssets">Every further asset that is held or reserved.</param>
/// <param name="Classes">Every class.</param>
/// <param name="Phase">The phase of the order's asset; null without the asset.</param>
/// <param name="RiskModel">What the model knows of the assets above.</param>
/// <param name="Rates">
/// What the quote currencies of the assets above are worth; the portfolio's own currency and the stablecoins of the US dollar need none.
/// </param>
/// <param name="ReservationSeconds">How long an approval holds its exposure; null decides without reserving (a dry run).</param>
public sealed record PreTradeInput(
    string DecisionId,
    string PortfolioId,
    bool IsShadow,
    DateTimeOffset Now,
    string ConfigurationHash,
    OrderRequest Order,
    BookFigures Book,
    AssetFigures? Asset,
    ImmutableArray<OtherAsset> OtherAssets,
    ImmutableArray<ClassFigures> Classes,
    PhaseFigures? Phase,
    RiskModelView RiskModel,
    GlobalRisk Limits,
    ImmutableArray<ConversionRate> Rates,
    int? ReservationSeconds);
