using System.ComponentModel;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using OrleansAssets.Api.Problems;
using OrleansAssets.Audit;
using OrleansAssets.Client;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Events;

/// <summary>What happens, as it happens: entries of the audit log as server-sent events, resumed by their number.</summary>
internal static class EventsApi
{
    private const string NothingNew = "nothing";

    /// <summary>Longer than this nothing is said only where nobody is there to say it.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapGet("/events", FollowAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute()).Is<IAuditGrain>(
            "events.follow", nameof(IAuditGrain.ReadAsync), "phases watch",
            "Follow what happens in a stream of the audit log, as server-sent events",
            "A portfolio's stream has its decisions, fills, flows, halts and resets, a phase's its changes. The event's id is the entry's "
            + "number: the header Last-Event-ID resumes after it, and nothing is lost or told twice. An event 'nothing' without an id says "
            + "each 15 s that the line is alive. Without Last-Event-ID and after, only what comes from now on is told.");

    private static async Task<ServerSentEventsResult<AuditEntry?>> FollowAsync(
        [Description("E.g. portfolio/main or phase/phase_1_stocks.")] string stream,
        OrleansAssetsClient client, StreamTail tail, CancellationToken stop,
        [Description("Only these kinds, e.g. decision,halt; all without it.")] string? kinds = null,
        [Description("The number of the last entry that is known; Last-Event-ID comes first.")] long? after = null,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (lastEventId is not null)
        {
            after = long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
                : throw RequestFaultException.OfBody(new RequestFault(
                    "header Last-Event-ID", RequestFault.Shown(lastEventId), "must be the number of an entry"));
        }

        var streams = await client.Audit.GetStreamsAsync(stop);
        var from = after ?? streams.FirstOrDefault(known => known.Name == stream)?.Last.Sequence ?? 0;
        return tail.TryEnter()
            ? TypedResults.ServerSentEvents(EventsAsync(tail, stream, from, kinds?.Split(','), stop))
            : throw new RefusedException(ApiProblem.Of(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.TooMany, "Too many listeners.",
                $"{StreamTail.ListenersMax} listen here already, which is the most: ask again later, or another silo."));
    }

    private static async IAsyncEnumerable<SseItem<AuditEntry?>> EventsAsync(
        StreamTail tail, string stream, long after, string[]? kinds, [EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            yield return Alive();
            await foreach (var page in tail.FollowAsync(stream, after, SilenceMax, stop))
            {
                var wanted = page.Where(entry => kinds is null || kinds.Contains(entry.Kind, StringComparer.Ordinal)).ToArray();
                foreach (var entry in wanted)
                {
                    yield return new SseItem<AuditEntry?>(entry, entry.Kind)
                    {
                        EventId = entry.Sequence.ToString(CultureInfo.InvariantCulture),
                    };
                }

                if (wanted.Length == 0)
                {
                    yield return Alive();
                }
            }
        }
        finally
        {
            tail.Leave();
        }
    }

    private static SseItem<AuditEntry?> Alive() => new(null, NothingNew) { ReconnectionInterval = ReconnectAfter };
}
