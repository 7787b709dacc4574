using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using OrleansAssets.Access;
using OrleansAssets.Api.Problems;
using OrleansAssets.Client;
using OrleansAssets.Streams;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Events;

/// <summary>Quotes and trades as a source pushes them, as server-sent events.</summary>
internal static class QuoteEventsApi
{
    private const string AssetsWanted = "Only of these assets, with commas between them; all without it.";
    private const string LastEvent = "The id of the last event that came.";

    public static void MapQuoteEvents(this RouteGroupBuilder api)
    {
        api.MapGet("/sources/{source}/quotes", FollowQuotesAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute()).Is(
            "quotes.follow", AccessRole.Viewer, null,
            "Follow the quotes that a source pushes, as server-sent events",
            "Of each asset the newest of an interval, with how many batches were lost before. The event's id is the time of its newest "
            + "quote: after the header Last-Event-ID only newer ones are told. An event 'nothing' says each 15 s that the line is alive.");
        api.MapGet("/sources/{source}/trades", FollowTradesAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute()).Is(
            "trades.follow", AccessRole.Viewer, null,
            "Follow the trades of others that a source pushes, as server-sent events",
            "Likewise, where the quotes of the source have 'trades: true' in sources.yaml. They are told as the source states them; "
            + "'data.price' has the last one that is believed.");
    }

    private static async Task<ServerSentEventsResult<StreamedQuotes?>> FollowQuotesAsync(
        PathId source, OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, TimeProvider clock, CancellationToken stop,
        [Description(AssetsWanted)] string? assets = null,
        [FromHeader(Name = "Last-Event-ID"), Description(LastEvent)] string? lastEventId = null)
    {
        var events = new PushedEvents(client, tail, identity, clock);
        var (newest, wanted) = (PushedEvents.PlaceOf(lastEventId), PushedEvents.Wanted(assets));
        await events.RequireAsync(client.QuoteStream(source), wanted, stop);
        return events.Follow(
            "quotes", client.QuoteStream(source).FollowAsync(wanted, clock, stop),
            batch => batch with { Quotes = batch.Quotes.RemoveAll(quote => quote.At <= newest) },
            batch => batch.Quotes.IsEmpty ? null : batch.Quotes.Max(quote => quote.At), stop);
    }

    private static async Task<ServerSentEventsResult<StreamedTrades?>> FollowTradesAsync(
        PathId source, OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, TimeProvider clock, CancellationToken stop,
        [Description(AssetsWanted)] string? assets = null,
        [FromHeader(Name = "Last-Event-ID"), Description(LastEvent)] string? lastEventId = null)
    {
        var events = new PushedEvents(client, tail, identity, clock);
        var (newest, wanted) = (PushedEvents.PlaceOf(lastEventId), PushedEvents.Wanted(assets));
        if ((await events.RequireAsync(client.QuoteStream(source), wanted, stop)).Trades is null)
        {
            throw new InvalidRequestException(
                $"'{source}' pushes no trades here: its quotes lack 'trades: true' in sources.yaml, or the silo runs with "
                + "--no-streams.");
        }

        return events.Follow(
            "trades", client.QuoteStream(source).FollowTradesAsync(wanted, clock, stop),
            batch => batch with { Trades = batch.Trades.RemoveAll(trade => trade.At <= newest) },
            batch => batch.Trades.IsEmpty ? null : batch.Trades.Max(trade => trade.At), stop);
    }
}

/// <summary>Tells one listener what is pushed, and by and by that the line is alive.</summary>
internal sealed class PushedEvents(OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, TimeProvider clock)
{
    /// <summary>The time behind which is told what comes: that of the last event that is known.</summary>
    public static DateTimeOffset PlaceOf(string? lastEventId)
    {
        var newest = DateTimeOffset.MinValue;
        return lastEventId is null || DateTimeOffset.TryParseExact(
            lastEventId, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out newest)
            ? newest
            : throw RequestFaultException.OfBody(new RequestFault(
                "header Last-Event-ID", RequestFault.Shown(lastEventId), "must be the id of an event of quotes or trades"));
    }

    public static ImmutableArray<string> Wanted(string? assets) => [.. assets?.Split(',', StringSplitOptions.TrimEntries) ?? []];

    /// <summary>What is unknown is told before the answer begins: afterwards nobody could.</summary>
    public async Task<QuoteStreamView> RequireAsync(IQuoteStreamGrain stream, ImmutableArray<string> assets, CancellationToken stop)
    {
        var view = await stream.GetAsync().WaitAsync(stop);
        await Task.WhenAll(assets.Select(asset => client.Asset(asset).GetAsync())).WaitAsync(stop);
        return view;
    }

    /// <param name="fresh">What of a batch was not told yet.</param>
    /// <param name="placeOf">The time of its newest, by which it is resumed; null where nothing is left of it.</param>
    public ServerSentEventsResult<T?> Follow<T>(
        string kind, IAsyncEnumerable<T> batches, Func<T, T> fresh, Func<T, DateTimeOffset?> placeOf, CancellationToken stop)
        where T : class => tail.TryEnter()
        ? TypedResults.ServerSentEvents(EventsAsync(kind, batches, fresh, placeOf, stop))
        : throw new RefusedException(StreamTail.IsFull());

    private async IAsyncEnumerable<SseItem<T?>> EventsAsync<T>(
        string kind, IAsyncEnumerable<T> batches, Func<T, T> fresh, Func<T, DateTimeOffset?> placeOf,
        [EnumeratorCancellation] CancellationToken stop)
        where T : class
    {
        try
        {
            yield return Alive<T>();
            await using var pushed = batches.GetAsyncEnumerator(stop);
            while (true)
            {
                var next = pushed.MoveNextAsync().AsTask();
                while (!stop.IsCancellationRequested && await Task.WhenAny(next, Task.Delay(EventsApi.SilenceMax, clock, stop)) != next)
                {
                    yield return Alive<T>();
                }

                if (!await next || !await identity.IsInForceAsync())
                {
                    yield break;
                }

                var batch = fresh(pushed.Current);
                if (placeOf(batch) is { } place)
                {
                    yield return new SseItem<T?>(batch, kind) { EventId = place.ToString("O", CultureInfo.InvariantCulture) };
                }
            }
        }
        finally
        {
            tail.Leave();
        }
    }

    private static SseItem<T?> Alive<T>()
        where T : class => new(null, EventsApi.NothingNew) { ReconnectionInterval = EventsApi.ReconnectAfter };
}
