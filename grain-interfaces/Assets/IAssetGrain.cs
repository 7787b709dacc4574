using Orleans;

namespace OrleansAssets.Assets;

/// <summary>One tradable asset; key <see cref="Keys.Asset"/>.</summary>
/// <remarks>Only a size asks others, and can be cancelled; all else answers from memory or writes one row.</remarks>
[Alias("OrleansAssets.IAssetGrain")]
public interface IAssetGrain : IGrainWithStringKey
{
    /// <summary>The asset as it stands.</summary>
    /// <exception cref="NotFoundException">The catalogue has no such asset.</exception>
    [Alias("Get"), Question]
    Task<AssetView> GetAsync();

    /// <summary>Sets the enabled flag and notes who did.</summary>
    [Alias("SetEnabled"), Repeatable]
    Task<AssetView> SetEnabledAsync(bool enabled, string by);

    /// <summary>The position size for a portfolio value, with every rule that was applied.</summary>
    [Alias("Size"), Question]
    Task<SizeAnswer> SizeAsync(SizeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes the newest quote that is held back for what the market says; the audit log keeps who said so and why.</summary>
    /// <exception cref="InvalidRequestException">None is held back, it has no price, or there is no reason.</exception>
    [Alias("AcceptQuote")]
    Task<AssetView> AcceptQuoteAsync(string by, string reason);
}
