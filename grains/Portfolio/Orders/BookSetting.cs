using OrleansAssets.Grains.Configuration;

namespace OrleansAssets.Grains.Portfolio.Orders;

/// <summary>What every command of a portfolio knows beside the book.</summary>
internal sealed record BookSetting(bool IsShadow, AssetsConfiguration Configuration);
