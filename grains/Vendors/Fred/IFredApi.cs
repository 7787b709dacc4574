using Refit;

namespace OrleansAssets.Vendors.Fred;

/// <summary>The part of FRED's API that is used. The key goes in the query; without <c>file_type=json</c> replies are XML.</summary>
internal interface IFredApi
{
    /// <summary>Values of a series, oldest first.</summary>
    /// <param name="start">A date, inclusive.</param>
    /// <param name="limit">Most rows, up to 100,000.</param>
    [Get("/series/observations")]
    Task<HttpResponseMessage> GetObservationsAsync(
        [AliasAs("series_id")] string seriesId,
        [AliasAs("api_key")] string key,
        [AliasAs("file_type")] string fileType,
        [AliasAs("observation_start")] string start,
        [AliasAs("sort_order")] string sortOrder,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>Dates of all releases, oldest first.</summary>
    /// <param name="start">A date, inclusive.</param>
    /// <param name="end">A date, inclusive.</param>
    /// <param name="includesComing">True, or dates to come are left out.</param>
    /// <param name="limit">Most rows, up to 1000.</param>
    [Get("/releases/dates")]
    Task<HttpResponseMessage> GetReleaseDatesAsync(
        [AliasAs("api_key")] string key,
        [AliasAs("file_type")] string fileType,
        [AliasAs("realtime_start")] string start,
        [AliasAs("realtime_end")] string end,
        [AliasAs("include_release_dates_with_no_data")] string includesComing,
        [AliasAs("order_by")] string orderBy,
        [AliasAs("sort_order")] string sortOrder,
        int limit,
        CancellationToken cancellationToken);
}
