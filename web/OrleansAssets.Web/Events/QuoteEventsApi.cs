using System.Collections.Immutable;
using System.ComponentModel;
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
        api.MapGet("/sources/{source}/quotes", FollowQuotesAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute())
            .WithHeadAlone(EventsApi.ContentType).Is(
            "quotes.follow", AccessRole.Viewer, null,
            "Follow the quotes that a source pushes, as server-sent events",
            "Of each asset the newest of an interval, with how many batches were lost before. The event's id is the newest time of each "
            + "asset: after the header Last-Event-ID only newer ones of each are told (of more than 64 assets some again). An event "
            + "'nothing' says each 15 s that the line is alive.");
        api.MapGet("/sources/{source}/trades", FollowTradesAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute())
            .WithHeadAlone(EventsApi.ContentType).Is(
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
        var (place, wanted) = (PushedEvents.PlaceOf(lastEventId), PushedEvents.Wanted(assets));
        await events.RequireAsync(client.QuoteStream(source), wanted, stop);
        return events.Follow(
            "quotes", place, client.QuoteStream(source).FollowAsync(wanted, clock, stop),
            batch => batch with { Quotes = batch.Quotes.RemoveAll(quote => !place.IsNew(quote.AssetId, quote.At)) },
            batch => batch.Quotes.Select(quote => (quote.AssetId, quote.At)), stop);
    }

    private static async Task<ServerSentEventsResult<StreamedTrades?>> FollowTradesAsync(
        PathId source, OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, TimeProvider clock, CancellationToken stop,
        [Description(AssetsWanted)] string? assets = null,
        [FromHeader(Name = "Last-Event-ID"), Description(LastEvent)] string? lastEventId = null)
    {
        var events = new PushedEvents(client, tail, identity, clock);
        var (place, wanted) = (PushedEvents.PlaceOf(lastEventId), PushedEvents.Wanted(assets));
        if ((await events.RequireAsync(client.QuoteStream(source), wanted, stop)).Trades is null)
        {
            throw InvalidRequestException.At(
                "source", source, "must be a source that pushes trades",
                $"'{source}' pushes no trades here: its quotes lack 'trades: true' in sources.yaml, or the silo runs with "
                + "--no-streams.");
        }

        return events.Follow(
            "trades", place, client.QuoteStream(source).FollowTradesAsync(wanted, clock, stop),
            batch => batch with { Trades = batch.Trades.RemoveAll(trade => !place.IsNew(trade.AssetId, trade.At)) },
            batch => batch.Trades.Select(trade => (trade.AssetId, trade.At)), stop);
    }
}

/// <summary>Tells one listener what is pushed, and by and by that the line is alive.</summary>
internal sealed class PushedEvents(OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, TimeProvider clock)
{
    /// <summary>Behind which is told what comes: that of the last event that is known.</summary>
    public static PushedPlace PlaceOf(string? lastEventId) => PushedPlace.Read(lastEventId)
        ?? throw RequestFaultException.OfBody(new RequestFault(
            "header Last-Event-ID", RequestFault.Shown(lastEventId ?? ""), "must be the id of an event of quotes or trades"));

    public static ImmutableArray<string> Wanted(string? assets) => [.. assets?.Split(',', StringSplitOptions.TrimEntries) ?? []];

    /// <summary>What is unknown is told before the answer begins: afterwards nobody could.</summary>
    public async Task<QuoteStreamView> RequireAsync(IQuoteStreamGrain stream, ImmutableArray<string> assets, CancellationToken stop)
    {
        var view = await stream.GetAsync(stop);
        await Task.WhenAll(assets.Select(asset => client.Asset(asset).GetAsync())).WaitAsync(stop);
        return view;
    }

    /// <param name="fresh">What of a batch was not told yet.</param>
    /// <param name="timesOf">What is in it, by which it is resumed.</param>
    public ServerSentEventsResult<T?> Follow<T>(
        string kind, PushedPlace place, IAsyncEnumerable<T> batches, Func<T, T> fresh,
        Func<T, IEnumerable<(string AssetId, DateTimeOffset At)>> timesOf, CancellationToken stop)
        where T : class => tail.TryEnter()
        ? TypedResults.ServerSentEvents(EventsAsync(kind, place, batches, fresh, timesOf, stop))
        : throw new RefusedException(StreamTail.IsFull());

    private async IAsyncEnumerable<SseItem<T?>> EventsAsync<T>(
        string kind, PushedPlace place, IAsyncEnumerable<T> batches, Func<T, T> fresh,
        Func<T, IEnumerable<(string AssetId, DateTimeOffset At)>> timesOf,
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
                var isTold = false;
                foreach (var (asset, at) in timesOf(batch))
                {
                    place.Told(asset, at);
                    isTold = true;
                }

                if (isTold)
                {
                    yield return new SseItem<T?>(batch, kind) { EventId = place.Text };
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
