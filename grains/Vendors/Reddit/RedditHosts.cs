namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reddit's two hosts.</summary>
internal static class RedditHosts
{
    private const string Data = "oauth.reddit.com";
    private const string Tokens = "https://www.reddit.com";

    /// <summary>Where tokens are given out for a host of data; any but Reddit's own, such as the sandbox, gives them out itself.</summary>
    public static Uri OfTokens(Uri data) => data.Host.Equals(Data, StringComparison.OrdinalIgnoreCase) ? new Uri(Tokens) : data;
}
