using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>Unusual Whales: alerts of large option trades, volume off the exchanges, short interest, releases and earnings.</summary>
internal sealed class UnusualWhalesAdapter(VendorClient<IUnusualWhalesApi> client, TimeProvider clock)
    : IOptionsFlowSource, IIndicatorSource, ICalendarSource, IEarningsSource
{
    /// <summary>Older descriptions allow 200 alerts in a reply, newer ones 500.</summary>
    private const int AlertsMax = 200;

    private const int VolumeDaysMax = 250;

    /// <summary>
    /// Replies are newest first and cut at their limit, so that a full one lacks the oldest alerts. A shorter stretch is asked for then,
    /// until one is not full: nothing is lost, and a page ends where the next begins.
    /// </summary>
    private static readonly TimeSpan[] Stretches =
        [TimeSpan.FromHours(6), TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)];

    public string SourceId => UnusualWhalesVendor.Id;

    /// <summary>Reserved whole before the first call.</summary>
    public int UnitsPerCall => Stretches.Length;

    public async Task<VendorReply<DataPage<OptionsFlow>>> GetOptionsFlowAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (now, newerThan) = (clock.GetUtcNow(), query.From.ToUnixTimeMilliseconds() - 1);
        foreach (var stretch in Stretches)
        {
            var until = query.From + stretch;
            var reply = await AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetFlowAlertsAsync(
                    keys.Bearer, query.Symbol, newerThan, EpochTime.CeilingMilliseconds(until), AlertsMax, token),
                (answer, data) => answer.Ok(FlowAlerts.Read(data, query), alerts => alerts),
                cancellationToken);
            DateTimeOffset? next = until < now ? until : null;
            if (reply.Value is not { } read || read.RowsCount < AlertsMax)
            {
                return reply.With(reply.Value is { } all
                    ? new DataPage<OptionsFlow>(FlowAlerts.Within(all.Alerts, query.From, until), next) : null) with
                {
                    NextPage = reply.Result == FeedResult.Malformed ? next : null,
                };
            }
        }

        return new VendorFailure(
            FeedResult.Malformed,
            $"{SourceId} sent {AlertsMax} alerts of {query.Symbol} for one minute, which cannot be: it ignores the time asked for.");
    }

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Indicator switch
        {
            _ when !WhaleIndicators.Known.Contains(query.Indicator, StringComparer.Ordinal)
                => Task.FromResult<VendorReply<DataPage<IndicatorValue>>>(
                    VendorReplies.UnknownIndicator(SourceId, query.Indicator, WhaleIndicators.Known)),
            WhaleIndicators.DarkPoolActivity or WhaleIndicators.DarkPoolShare => DarkPoolAsync(query, cancellationToken),
            WhaleIndicators.UnusualActivity => AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetOptionsVolumeAsync(keys.Bearer, query.Symbol, VolumeDaysMax, token),
                (answer, data) => answer.Page(WhaleIndicators.ReadVolumes(data, query, answer.ServerTime)),
                cancellationToken),
            _ => AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetShortInterestAsync(keys.Bearer, query.Symbol, token),
                (answer, data) => answer.Page(WhaleIndicators.ReadShorts(data, query)),
                cancellationToken),
        };
    }

    public Task<VendorReply<DataPage<EconomicEvent>>> GetCalendarAsync(DateTimeOffset from, CancellationToken cancellationToken)
        => AskAsync(
            "the economic calendar",
            (api, keys, token) => api.GetCalendarAsync(keys.Bearer, token),
            (answer, data) => answer.Page(WhaleEvents.ReadCalendar(data, from)),
            cancellationToken);

    public Task<VendorReply<DataPage<EconomicEvent>>> GetEarningsAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        var today = NewYorkDays.OpenTimeOf(NewYorkTime.DateOf(clock.GetUtcNow()));
        return AskAsync(
            symbol,
            (api, keys, token) => api.GetEarningsAsync(keys.Bearer, symbol, token),
            (answer, data) => answer.Page(WhaleEvents.ReadEarnings(data, assetId, symbol, today)),
            cancellationToken);
    }

    /// <summary>One day a page; weekends are skipped, and a holiday's page is empty.</summary>
    private Task<VendorReply<DataPage<IndicatorValue>>> DarkPoolAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        var date = IsoDate.DateOf(query.From);
        date = NewYorkDays.OpenTimeOf(date) < query.From ? date.AddDays(1) : date;
        while (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            date = date.AddDays(1);
        }

        var open = NewYorkDays.OpenTimeOf(date);
        return NewYorkDays.EndOf(open) > clock.GetUtcNow()
            ? Task.FromResult(VendorReplies.NoRows<IndicatorValue>())
            : AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetPriceLevelsAsync(keys.Bearer, query.Symbol, IsoDate.Format(date), token),
                (answer, data) => answer.Page(WhaleIndicators.ReadLevels(data, query, date), open.AddDays(1)),
                cancellationToken);
    }

    /// <summary>What is asked for is the member <c>data</c> of the reply.</summary>
    private Task<VendorReply<T>> AskAsync<T>(
        Asked asked,
        Func<IUnusualWhalesApi, VendorKeys, CancellationToken, Task<HttpResponseMessage>> call,
        Func<VendorAnswer, JsonElement, VendorReply<T>> parse,
        CancellationToken cancellationToken)
        where T : class => client.AskAsync(
            asked, call, (answer, root) => root.Member("data") is { } data ? parse(answer, data) : answer.Malformed("has no data"),
            cancellationToken);
}
