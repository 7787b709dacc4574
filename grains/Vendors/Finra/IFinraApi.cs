using Refit;

namespace OrleansAssets.Vendors.Finra;

/// <summary>FINRA's public files.</summary>
internal interface IFinraApi
{
    /// <summary>The short interest of all shares at a settlement date, about 20,000 rows.</summary>
    /// <param name="date">As <c>yyyyMMdd</c>.</param>
    [Get("/equity/otcmarket/biweekly/shrt{date}.csv")]
    Task<HttpResponseMessage> GetShortInterestAsync(string date, CancellationToken cancellationToken);
}
