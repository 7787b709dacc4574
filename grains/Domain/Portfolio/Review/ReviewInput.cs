using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>All that a review of a book depends on.</summary>
/// <param name="Assets">What the configuration has of the assets that are held or reserved.</param>
public sealed record ReviewInput(
    string PortfolioId,
    BookFigures Book,
    ImmutableArray<AssetDefinition> Assets,
    ImmutableArray<ClassFigures> Classes,
    RiskModelView RiskModel,
    GlobalRisk Limits,
    ImmutableArray<ConversionRate> Rates);
