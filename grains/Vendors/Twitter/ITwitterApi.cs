using Refit;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>The part of X's API v2 that is used. Responses are raw. A post that is read costs, whatever the call.</summary>
internal interface ITwitterApi
{
    /// <summary>Posts of the last seven days that match, newest first.</summary>
    /// <param name="maxResults">10 to 100; each post that comes is billed.</param>
    [Get("/tweets/search/recent")]
    Task<HttpResponseMessage> SearchAsync(
        [Header("Authorization")] string authorization,
        string query,
        [AliasAs("start_time")] string startTime,
        [AliasAs("end_time")] string endTime,
        [AliasAs("max_results")] int maxResults,
        [AliasAs("sort_order")] string sortOrder,
        [AliasAs("tweet.fields")] string fields,
        CancellationToken cancellationToken);

    /// <summary>How many posts of the last seven days match; billed as one post.</summary>
    [Get("/tweets/counts/recent")]
    Task<HttpResponseMessage> CountAsync(
        [Header("Authorization")] string authorization,
        string query,
        [AliasAs("start_time")] string startTime,
        [AliasAs("end_time")] string endTime,
        string granularity,
        CancellationToken cancellationToken);

    /// <summary>An account by its name without the sign; billed as two posts.</summary>
    [Get("/users/by/username/{username}")]
    Task<HttpResponseMessage> GetUserAsync(
        [Header("Authorization")] string authorization, string username, CancellationToken cancellationToken);

    /// <summary>The posts of an account, newest first.</summary>
    /// <param name="maxResults">5 to 100; each post that comes is billed.</param>
    /// <param name="endTime">Null for now.</param>
    /// <param name="paginationToken">From the page before; null for the first.</param>
    [Get("/users/{id}/tweets")]
    Task<HttpResponseMessage> GetPostsAsync(
        [Header("Authorization")] string authorization,
        string id,
        [AliasAs("start_time")] string startTime,
        [AliasAs("end_time")] string? endTime,
        [AliasAs("max_results")] int maxResults,
        [AliasAs("pagination_token")] string? paginationToken,
        string exclude,
        [AliasAs("tweet.fields")] string fields,
        CancellationToken cancellationToken);
}
