using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Finra;

/// <summary>
/// Short interest from the file that FINRA publishes twice a month, for every share and without a key: it is fetched once for all of
/// them. A page is one settlement. A file that is not there yet (HTTP 403 or 404) is no failure: it comes about eight business days
/// after its settlement.
/// </summary>
internal sealed class FinraAdapter(Func<IFinraApi> api, VendorHttp http, TimeProvider clock) : IIndicatorSource
{
    private const string ShortInterest = "short_interest";
    private const string DaysToCover = "days_to_cover";

    /// <summary>The names of its indicators.</summary>
    public static ImmutableArray<string> Known { get; } = [ShortInterest, DaysToCover];

    /// <summary>A settlement may bear one of two dates.</summary>
    private const int CallsMax = 2;

    /// <summary>A file that is not there after so many days is not late: FINRA refuses us, or has moved.</summary>
    private const int DaysUntilOverdue = 30;

    private static readonly VendorFailures Failures = new(FinraVendor.Id, string.Empty);

    private readonly SettlementFiles _files = new();

    public string SourceId => FinraVendor.Id;

    /// <summary>Reserved whole before the first call.</summary>
    public int UnitsPerCall => CallsMax;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!Known.Contains(query.Indicator, StringComparer.Ordinal))
        {
            return VendorReplies.UnknownIndicator(SourceId, query.Indicator, Known);
        }

        var (nominal, today) = (Settlements.NominalFrom(query.From), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (nominal >= today)
        {
            return VendorReplies.Ok(new DataPage<IndicatorValue>([], ContinueFrom: null), usedUnits: null) with { IsFree = true };
        }

        var isFree = true;
        foreach (var date in Settlements.CandidatesOf(nominal))
        {
            var kept = _files.Find(date, clock.GetUtcNow());
            isFree &= kept is not null;
            var reply = kept is not null ? VendorReplies.Ok(kept, usedUnits: null) : await FetchAsync(date, cancellationToken);
            if (reply.Value is not { } exchange)
            {
                return reply.As<DataPage<IndicatorValue>>();
            }

            var page = SettlementFiles.IsAbsence(exchange) ? null : PageOf(exchange, query, nominal);
            if (kept is null && (page?.IsOk ?? true))
            {
                _files.Keep(date, exchange, exchange.ReceivedAt);
            }

            if (page is not null)
            {
                return page with { IsFree = isFree };
            }
        }

        return NotThere(nominal, today) with { IsFree = isFree };
    }

    private Task<VendorReply<VendorExchange>> FetchAsync(DateOnly date, CancellationToken cancellationToken) => http.SendAsync(
        SourceId, token => api().GetShortInterestAsync(date.ToString("yyyyMMdd", CultureInfo.InvariantCulture), token), cancellationToken);

    private static VendorReply<DataPage<IndicatorValue>> NotThere(DateOnly nominal, DateOnly today) =>
        today.DayNumber - nominal.DayNumber < DaysUntilOverdue
            ? VendorReplies.Ok(new DataPage<IndicatorValue>([], ContinueFrom: null), usedUnits: null)
            : VendorReplies.Fail<DataPage<IndicatorValue>>(
                FeedResult.Unavailable,
                FormattableString.Invariant(
                    $"{FinraVendor.Id} does not give out the file of the settlement of {nominal:yyyy-MM-dd}, though it is long due; ")
                + "check its address in sources.yaml.");

    private static VendorReply<DataPage<IndicatorValue>> PageOf(VendorExchange exchange, IndicatorQuery query, DateOnly nominal)
    {
        if (Failures.OfStatus<DataPage<IndicatorValue>>(exchange, $"'{Failures.Excerpt(exchange)}'") is { } failure)
        {
            return failure;
        }

        var row = ShortInterestFile.Find(exchange.Body, query.Symbol, out var fault);
        if (fault is not null)
        {
            return Failures.Malformed<DataPage<IndicatorValue>>(exchange, fault);
        }

        // A share may be missing from a file: it was not listed yet, or nobody had sold it short.
        var at = row is null ? default : new DateTimeOffset(row.Settled, TimeOnly.MinValue, TimeSpan.Zero);
        var value = query.Indicator == ShortInterest ? row?.Shares : row?.DaysToCover;
        var isWanted = value is not null && at >= query.From;
        if (row is not null && (row.Settled > nominal || row.Settled < nominal.AddDays(-7)))
        {
            return Failures.Malformed<DataPage<IndicatorValue>>(exchange, "is of another settlement than was asked for");
        }

        return Failures.Ok(exchange, new DataPage<IndicatorValue>(
            isWanted
                ? [new(query.AssetId, FinraVendor.Id, query.Indicator, at, value!.Value, query.Indicator == ShortInterest ? "shares" : "days")]
                : [],
            new DateTimeOffset(nominal.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)));
    }
}
