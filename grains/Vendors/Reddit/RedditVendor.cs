using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reddit's forums.</summary>
public static class RedditVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "reddit";

    /// <summary>Variable of the client id.</summary>
    internal const string ClientIdVariable = "REDDIT_CLIENT_ID";

    /// <summary>Variable of the client secret.</summary>
    internal const string SecretVariable = "REDDIT_SECRET";

    /// <summary>Variable of the account that answers for the application; not secret and not needed, but Reddit asks for it.</summary>
    internal const string UsernameVariable = "REDDIT_USERNAME";

    /// <summary>Where the data is; tokens are given out elsewhere.</summary>
    private const string DataHost = "oauth.reddit.com";

    internal static Vendor Entry { get; } = Vendor.Of<IRedditApi, RedditAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [ClientIdVariable, SecretVariable],
            OptionalVariables = [UsernameVariable],
            Datasets = [DatasetKind.Sentiment, DatasetKind.Trending],
        },
        RedditErrors.Terms,
        services => services
            .AddVendorClient<IRedditTokenApi>(Id, "token", TokenAddressOf)
            .AddSingleton(provider => new RedditTokens(
                VendorClient<IRedditTokenApi>.Of(provider, VendorCatalogue.Descriptors[Id], RedditErrors.TokenTerms),
                provider.GetRequiredService<IVendorEndpoints>(), provider.GetRequiredService<TimeProvider>())));

    /// <summary>Where tokens are given out for a host of data; any but Reddit's own, such as the sandbox, gives them out itself.</summary>
    private static Uri TokenAddressOf(Uri data)
        => data.Host.Equals(DataHost, StringComparison.OrdinalIgnoreCase) ? new Uri("https://www.reddit.com") : data;
}
