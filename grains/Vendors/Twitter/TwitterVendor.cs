using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>X, once Twitter.</summary>
public static class TwitterVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "twitter";

    /// <summary>Variable of the application's token.</summary>
    internal const string TokenVariable = "TWITTER_BEARER_TOKEN";

    internal static Vendor Entry { get; } = Vendor.Of<ITwitterApi, TwitterAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [TokenVariable],
            Datasets = [DatasetKind.Sentiment, DatasetKind.Posts],
        },
        TwitterErrors.Terms);
}
