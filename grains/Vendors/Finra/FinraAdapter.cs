using System.Collections.Immutable;
using System.Globalization;
using Refit;

namespace OrleansAssets.Vendors.Finra;

/// <summary>
/// Short interest from the file that FINRA publishes twice a month, for every share and without a key: it is fetched once for all of
/// them. A page is one settlement. A file that is not there yet (HTTP 403 or 404) is no failure: it comes about eight business days
/// after its settlement.
/// </summary>
internal sealed class FinraAdapter(VendorClient<IFinraApi> client, TimeProvider clock) : IIndicatorSource
{
    private const string ShortInterest = "short_interest";
    private const string DaysToCover = "days_to_cover";

    /// <summary>The names of its indicators.</summary>
    public static ImmutableArray<string> Known { get; } = [ShortInterest, DaysToCover];

    /// <summary>A settlement may bear one of two dates.</summary>
    private const int CallsMax = 2;

    /// <summary>A file that is not there after so many days is not late: FINRA refuses us, or has moved.</summary>
    private const int DaysUntilOverdue = 30;

    private readonly SettlementFiles _files = new();

    /// <summary>An absent file is no failure.</summary>
    public static VendorTerms Terms { get; } = new()
    {
        FailureOf = answer => SettlementFiles.IsAbsence(answer.Exchange) ? null : answer.OfStatus(answer.MessageOf()),
    };

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

        var (nominal, today) = (Settlements.NominalFrom(query.From), IsoDate.DateOf(clock.GetUtcNow()));
        if (nominal >= today)
        {
            return VendorReplies.NoRows<IndicatorValue>() with { IsFree = true };
        }

        var isFree = true;
        foreach (var date in Settlements.CandidatesOf(nominal))
        {
            var (file, wasKept) = await FileAsync(date, cancellationToken);
            isFree &= wasKept;
            if (file.Value is not { } exchange)
            {
                return file.With<DataPage<IndicatorValue>>(null);
            }

            var isAbsent = SettlementFiles.IsAbsence(exchange);
            var page = client.Read(exchange, query.Symbol, VendorKeys.None, answer => PageOf(answer, query, nominal));
            if (!wasKept && (isAbsent || page.IsOk))
            {
                _files.Keep(date, exchange, exchange.ReceivedAt);
            }

            if (!isAbsent)
            {
                return page with { IsFree = isFree };
            }
        }

        return NotThere(nominal, today) with { IsFree = isFree };
    }

    /// <summary>The answer for a date, fetched unless it is kept.</summary>
    private async Task<(VendorReply<VendorExchange> File, bool WasKept)> FileAsync(DateOnly date, CancellationToken cancellationToken)
        => _files.Find(date, clock.GetUtcNow()) is { } kept
            ? (VendorReplies.Ok(kept), true)
            : (await client.FetchAsync(
                (api, token) => api.GetShortInterestAsync(date.ToString("yyyyMMdd", CultureInfo.InvariantCulture), token),
                cancellationToken), false);

    private static VendorReply<DataPage<IndicatorValue>> NotThere(DateOnly nominal, DateOnly today) =>
        today.DayNumber - nominal.DayNumber < DaysUntilOverdue
            ? VendorReplies.NoRows<IndicatorValue>()
            : new VendorFailure(
                FeedResult.Unavailable,
                $"{FinraVendor.Id} does not give out the file of the settlement of {IsoDate.Format(nominal)}, though it is long due; "
                + "check its address in sources.yaml.");

    private static VendorReply<DataPage<IndicatorValue>> PageOf(VendorAnswer answer, IndicatorQuery query, DateOnly nominal)
    {
        var read = ShortInterestFile.Find(answer.Exchange.Body, query.Symbol);
        var next = IsoDate.StartOf(nominal.AddDays(1));
        if (read.Fault is { } fault)
        {
            // What is published hardly changes: a row that cannot be read must not hold up the settlements behind it.
            return answer.Malformed(fault) with { NextPage = fault == ShortInterestFile.NoNames ? null : next };
        }

        return read.Value is { } row && (row.Settled > nominal || row.Settled < nominal.AddDays(-7))
            ? answer.Malformed("is of another settlement than was asked for") with { NextPage = next }
            : answer.Ok(new DataPage<IndicatorValue>(ValuesOf(answer, read.Value, query), next));
    }

    /// <summary>A share may be missing from a file: it was not listed yet, or nobody had sold it short.</summary>
    private static ImmutableArray<IndicatorValue> ValuesOf(VendorAnswer answer, ShortInterestFile? row, IndicatorQuery query)
    {
        var (value, unit) = query.Indicator == ShortInterest ? (row?.Shares, "shares") : (row?.DaysToCover, "days");
        return row is not null && value is { } stated && IsoDate.StartOf(row.Settled) >= query.From
            ? [SeriesReader.ValueOf(answer, query, IsoDate.StartOf(row.Settled), stated, unit)]
            : [];
    }
}

/// <summary>FINRA's public files.</summary>
internal interface IFinraApi
{
    /// <summary>The short interest of all shares at a settlement date, about 20,000 rows.</summary>
    /// <param name="date">As <c>yyyyMMdd</c>.</param>
    [Get("/equity/otcmarket/biweekly/shrt{date}.csv")]
    Task<HttpResponseMessage> GetShortInterestAsync(string date, CancellationToken cancellationToken);
}
