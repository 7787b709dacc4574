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

/// <summary>Quotes as a source pushes them, as server-sent events.</summary>
internal static class QuoteEventsApi
{
    private const string Pushed = "quotes";

    public static void MapQuoteEvents(this RouteGroupBuilder api) =>
        api.MapGet("/sources/{source}/quotes", FollowAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute())
            .WithHeadAlone(EventsApi.ContentType).Is(
            "quotes.follow", AccessRole.Viewer, null,
            "Follow the quotes that a source pushes, as server-sent events",
            "Of each asset the newest of an interval, with how many batches were lost before. The event's id is the time of its newest "
            + "quote: after the header Last-Event-ID only newer ones are told. An event 'nothing' says each 15 s that the line is alive.");

    private static async Task<ServerSentEventsResult<StreamedQuotes?>> FollowAsync(
        PathId source, OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, TimeProvider clock, CancellationToken stop,
        [Description("Only of these assets, with commas between them; all without it.")] string? assets = null,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that came.")] string? lastEventId = null)
    {
        var newest = DateTimeOffset.MinValue;
        if (lastEventId is not null && !DateTimeOffset.TryParseExact(
            lastEventId, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out newest))
        {
            throw RequestFaultException.OfBody(new RequestFault(
                "header Last-Event-ID", RequestFault.Shown(lastEventId), "must be the id of an event of quotes"));
        }

        // What is unknown is told before the answer begins: afterwards nobody could.
        ImmutableArray<string> wanted = [.. assets?.Split(',', StringSplitOptions.TrimEntries) ?? []];
        await client.QuoteStream(source).GetAsync().WaitAsync(stop);
        await Task.WhenAll(wanted.Select(asset => client.Asset(asset).GetAsync())).WaitAsync(stop);
        return tail.TryEnter()
            ? TypedResults.ServerSentEvents(EventsAsync(client.QuoteStream(source), wanted, newest, tail, identity, clock, stop))
            : throw new RefusedException(StreamTail.IsFull());
    }

    private static async IAsyncEnumerable<SseItem<StreamedQuotes?>> EventsAsync(
        IQuoteStreamGrain stream, ImmutableArray<string> assets, DateTimeOffset newest, StreamTail tail, StandingIdentity identity,
        TimeProvider clock, [EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            yield return Alive();
            await using var quotes = stream.FollowAsync(assets, clock, stop).GetAsyncEnumerator(stop);
            while (true)
            {
                var next = quotes.MoveNextAsync().AsTask();
                while (!stop.IsCancellationRequested && await Task.WhenAny(next, Task.Delay(EventsApi.SilenceMax, clock, stop)) != next)
                {
                    yield return Alive();
                }

                if (!await next || !await identity.IsInForceAsync())
                {
                    yield break;
                }

                var fresh = quotes.Current with { Quotes = quotes.Current.Quotes.RemoveAll(quote => quote.At <= newest) };
                if (!fresh.Quotes.IsEmpty)
                {
                    yield return new SseItem<StreamedQuotes?>(fresh, Pushed)
                    {
                        EventId = fresh.Quotes.Max(quote => quote.At).ToString("O", CultureInfo.InvariantCulture),
                    };
                }
            }
        }
        finally
        {
            tail.Leave();
        }
    }

    private static SseItem<StreamedQuotes?> Alive() =>
        new(null, EventsApi.NothingNew) { ReconnectionInterval = EventsApi.ReconnectAfter };
}
