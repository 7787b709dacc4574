using OrleansAssets.Api.Bodies;
using OrleansAssets.Assets;
using Refit;

namespace OrleansAssets.Api;

/// <summary>One asset.</summary>
public interface IAssetApi
{
    [Get("/assets/{asset}")]
    Task<AssetView> GetAsync(string asset, CancellationToken stop);

    [Get("/assets/{asset}/size")]
    Task<SizeAnswer> SizeAsync(string asset, decimal portfolioValue, decimal? price, CancellationToken stop);

    [Put("/assets/{asset}/enabled")]
    Task<AssetView> SetEnabledAsync(string asset, [Body] Switch body, CancellationToken stop);

    [Post("/assets/{asset}/quote/accept")]
    Task<AssetView> AcceptQuoteAsync(string asset, [Body] Why body, CancellationToken stop);
}
