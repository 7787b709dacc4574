using Refit;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>The part of Reddit's data API that is used, over the three forums at once. Responses are raw.</summary>
internal interface IRedditApi
{
    /// <summary>The newest posts, newest first; the listing ends near 1000.</summary>
    /// <param name="limit">Most posts, up to 100.</param>
    /// <param name="after">The full name that the page before stated as its end; null for the first page.</param>
    /// <param name="rawJson">1 leaves &amp; &lt; &gt; in texts unescaped.</param>
    [Get("/r/wallstreetbets+stocks+investing/new")]
    Task<HttpResponseMessage> GetNewAsync(
        [Header("Authorization")] string authorization,
        [Header("User-Agent")] string userAgent,
        int limit,
        string? after,
        [AliasAs("raw_json")] int rawJson,
        CancellationToken cancellationToken);

    /// <summary>Posts of the forums that hold words, newest first.</summary>
    /// <param name="q">The words, with OR between them and quotes around those that belong together.</param>
    /// <param name="restrictSr">1 searches these forums only.</param>
    /// <param name="t">How old posts may be: <c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>year</c> or <c>all</c>.</param>
    [Get("/r/wallstreetbets+stocks+investing/search")]
    Task<HttpResponseMessage> SearchAsync(
        [Header("Authorization")] string authorization,
        [Header("User-Agent")] string userAgent,
        string q,
        [AliasAs("restrict_sr")] int restrictSr,
        string sort,
        string t,
        int limit,
        string? after,
        [AliasAs("raw_json")] int rawJson,
        CancellationToken cancellationToken);
}

/// <summary>Where Reddit gives out tokens; live it is another host than that of the data.</summary>
internal interface IRedditTokenApi
{
    /// <summary>A token for the application itself.</summary>
    /// <param name="authorization">Basic, of client id and secret.</param>
    /// <param name="form"><c>grant_type=client_credentials</c>.</param>
    [Post("/api/v1/access_token")]
    Task<HttpResponseMessage> GetTokenAsync(
        [Header("Authorization")] string authorization,
        [Header("User-Agent")] string userAgent,
        [Body] HttpContent form,
        CancellationToken cancellationToken);
}
