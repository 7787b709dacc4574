using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Grains.Assets;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Portfolio.Vetting;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Grains.Portfolio.Review;

/// <summary>All that a review of a book depends on.</summary>
/// <param name="Assets">What the configuration has of the assets that are held or reserved.</param>
internal sealed record ReviewInput(
    string PortfolioId,
    BookFigures Book,
    ImmutableArray<AssetDefinition> Assets,
    ImmutableArray<ClassFigures> Classes,
    RiskModelView RiskModel,
    GlobalRisk Limits,
    ImmutableArray<ConversionRate> Rates);
