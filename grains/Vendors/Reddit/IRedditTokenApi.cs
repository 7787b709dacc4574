using Refit;

namespace OrleansAssets.Vendors.Reddit;

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
