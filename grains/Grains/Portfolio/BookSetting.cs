using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What every command of a portfolio knows beside the book.</summary>
internal sealed record BookSetting(bool IsShadow, AssetsConfiguration Configuration);
