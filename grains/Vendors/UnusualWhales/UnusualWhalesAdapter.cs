using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>Unusual Whales: alerts of large option trades, volume off the exchanges, short interest, releases and earnings.</summary>
internal sealed class UnusualWhalesAdapter(Func<IUnusualWhalesApi> api, VendorHttp http, IVendorEndpoints endpoints, TimeProvider clock)
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
        var now = clock.GetUtcNow();
        foreach (var stretch in Stretches)
        {
            var until = query.From + stretch;
            var isFull = false;
            var reply = await AskAsync<DataPage<OptionsFlow>>(
                query.Symbol,
                (client, authorization, token) => client.GetFlowAlertsAsync(
                    authorization, query.Symbol, query.From.ToUnixTimeMilliseconds() - 1, EpochTime.CeilingMilliseconds(until), AlertsMax, token),
                (failures, exchange, data) =>
                {
                    if (FlowAlerts.TryRead(data, query, until, out var alerts, out var rows) is { } fault)
                    {
                        return failures.Malformed<DataPage<OptionsFlow>>(exchange, fault);
                    }

                    isFull = rows >= AlertsMax;
                    return failures.Ok(exchange, new DataPage<OptionsFlow>(alerts, until < now ? until : null));
                },
                cancellationToken);
            if (!isFull)
            {
                return reply;
            }
        }

        return VendorReplies.Fail<DataPage<OptionsFlow>>(
            FeedResult.Malformed, $"{SourceId} sent {AlertsMax} alerts of {query.Symbol} for one minute, which cannot be: it ignores the time asked for.");
    }

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Indicator switch
        {
            _ when !WhaleIndicators.Known.Contains(query.Indicator, StringComparer.Ordinal)
                => Task.FromResult(VendorReplies.UnknownIndicator(SourceId, query.Indicator, WhaleIndicators.Known)),
            WhaleIndicators.DarkPoolActivity or WhaleIndicators.DarkPoolShare => DarkPoolAsync(query, cancellationToken),
            WhaleIndicators.UnusualActivity => AskAsync(
                query.Symbol,
                (client, authorization, token) => client.GetOptionsVolumeAsync(authorization, query.Symbol, VolumeDaysMax, token),
                (failures, exchange, data) => PageOf(
                    failures, exchange, WhaleIndicators.TryReadVolumes(data, query, exchange.ServerTime, out var values), values),
                cancellationToken),
            _ => AskAsync(
                query.Symbol,
                (client, authorization, token) => client.GetShortInterestAsync(authorization, query.Symbol, token),
                (failures, exchange, data) => PageOf(failures, exchange, WhaleIndicators.TryReadShorts(data, query, out var values), values),
                cancellationToken),
        };
    }

    public Task<VendorReply<DataPage<EconomicEvent>>> GetCalendarAsync(DateTimeOffset from, CancellationToken cancellationToken)
        => AskAsync(
            "the economic calendar",
            (client, authorization, token) => client.GetCalendarAsync(authorization, token),
            (failures, exchange, data) => PageOf(failures, exchange, WhaleEvents.TryReadCalendar(data, from, out var events), events),
            cancellationToken);

    public Task<VendorReply<DataPage<EconomicEvent>>> GetEarningsAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        var today = NewYorkDays.OpenTimeOf(NewYorkTime.DateOf(clock.GetUtcNow()));
        return AskAsync(
            symbol,
            (client, authorization, token) => client.GetEarningsAsync(authorization, symbol, token),
            (failures, exchange, data)
                => PageOf(failures, exchange, WhaleEvents.TryReadEarnings(data, assetId, symbol, today, out var events), events),
            cancellationToken);
    }

    /// <summary>One day a page; weekends are skipped, and a holiday's page is empty.</summary>
    private Task<VendorReply<DataPage<IndicatorValue>>> DarkPoolAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        var date = DateOnly.FromDateTime(query.From.UtcDateTime);
        date = NewYorkDays.OpenTimeOf(date) < query.From ? date.AddDays(1) : date;
        while (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            date = date.AddDays(1);
        }

        var open = NewYorkDays.OpenTimeOf(date);
        if (NewYorkDays.EndOf(open) > clock.GetUtcNow())
        {
            return VendorReplies.Now(new DataPage<IndicatorValue>([], ContinueFrom: null));
        }

        return AskAsync(
            query.Symbol,
            (client, authorization, token) => client.GetPriceLevelsAsync(
                authorization, query.Symbol, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), token),
            (failures, exchange, data) => PageOf(
                failures, exchange, WhaleIndicators.TryReadLevels(data, query, date, out var values), values, open.AddDays(1)),
            cancellationToken);
    }

    private static VendorReply<DataPage<T>> PageOf<T>(
        VendorFailures failures, VendorExchange exchange, string? fault, ImmutableArray<T> rows,
        DateTimeOffset? continueFrom = null)
        => fault is null
            ? failures.Ok(exchange, new DataPage<T>(rows, continueFrom))
            : failures.Malformed<DataPage<T>>(exchange, fault);

    private async Task<VendorReply<T>> AskAsync<T>(
        string symbol,
        Func<IUnusualWhalesApi, string, CancellationToken, Task<HttpResponseMessage>> send,
        Func<VendorFailures, VendorExchange, JsonElement, VendorReply<T>> read,
        CancellationToken cancellationToken)
        where T : class
    {
        if (VendorKey.Read<T>(endpoints, SourceId, UnusualWhalesVendor.KeyVariable, out var failure) is not { } token)
        {
            return failure!; // Set wherever there is no token.
        }

        var reply = await http.SendAsync(SourceId, cancellation => send(api(), $"Bearer {token}", cancellation), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<T>();
        }

        var failures = WhaleErrors.For(token);
        return failures.Read(exchange, symbol, data => read(failures, exchange, data));
    }
}
