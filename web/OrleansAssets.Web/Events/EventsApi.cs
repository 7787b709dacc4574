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
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Events;

/// <summary>What happens, as it happens: entries of the audit log as server-sent events, resumed by their number.</summary>
internal static class EventsApi
{
    /// <summary>What an event is called that says only that the line is alive.</summary>
    public const string NothingNew = "nothing";

    public const string ContentType = "text/event-stream";

    /// <summary>Longer than this nothing is said only where nobody is there to say it.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapGet("/events", FollowAsync).WithTags("events").WithMetadata(new DisableRequestTimeoutAttribute())
            .WithHeadAlone(ContentType).Is<IAuditGrain>(
            "events.follow", nameof(IAuditGrain.ReadAsync), "phases watch",
            "Follow what happens, as server-sent events: entries of one stream of the audit log, or of several",
            "A portfolio's stream has its decisions, fills, flows, halts and resets, a phase's its changes, 'notices' what people hear "
            + "(notice_raised, notice_worsened, notice_cleared, notice_escalated) and who has seen it (acknowledged). "
            + "The event's id is the entry's number, of several streams the place in each: the header Last-Event-ID resumes after it, and "
            + "nothing is lost or told twice. Where more than 64 streams are followed, events have no id: look anew after a gap. An event "
            + "'nothing' without an id says each 15 s that the line is alive. Without Last-Event-ID and after, only what comes from now on "
            + "is told.");

    private static async Task<ServerSentEventsResult<AuditEntry?>> FollowAsync(
        [Description("E.g. portfolio/main; several with commas; one that ends with * stands for all that begin so, e.g. phase/*.")]
        string stream,
        OrleansAssetsClient client, StreamTail tail, StandingIdentity identity, CancellationToken stop,
        [Description("Only these kinds, e.g. decision,halt; all without it.")] string? kinds = null,
        [Description("The number of the last entry that is known, of one stream; Last-Event-ID comes first.")] long? after = null,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that came.")] string? lastEventId = null)
    {
        var followed = new FollowedStreams(stream);
        await RequireAsync(followed, kinds?.Split(',') ?? [], client, stop);
        if (lastEventId is not null && !followed.TryResume(lastEventId))
        {
            throw RequestFaultException.OfBody(new RequestFault(
                "header Last-Event-ID", RequestFault.Shown(lastEventId), "must be the id of an event of these streams"));
        }

        if (lastEventId is null && after is { } number)
        {
            _ = followed.IsOne ? followed.TryResume(number.ToString(CultureInfo.InvariantCulture)) : throw RequestFaultException.OfBody(
                new RequestFault("query after", $"{number}", "is of one stream", "resume several by Last-Event-ID"));
        }

        var heads = await client.Audit.GetStreamsAsync(stop);
        if (lastEventId is null && after is null)
        {
            followed.BeginAt(heads);
        }

        // Beyond the end nothing would be told until the stream has grown so far: it is another one, of a backup that was restored.
        if (heads.FirstOrDefault(head => followed.ToldOf(head.Name) > head.Last.Sequence) is { } shorter)
        {
            throw RequestFaultException.OfBody(new RequestFault(
                lastEventId is null ? "query after" : "header Last-Event-ID", RequestFault.Shown(lastEventId ?? $"{after}"),
                $"must not be beyond the last entry of {shorter.Name}, {shorter.Last.Sequence}", "begin without it"));
        }

        return tail.TryEnter()
            ? TypedResults.ServerSentEvents(EventsAsync(tail, followed, identity, kinds?.Split(','), stop))
            : throw new RefusedException(StreamTail.IsFull());
    }

    // What is misspelt is told before the answer begins: afterwards nobody could, and nothing would ever come.
    private static async Task RequireAsync(FollowedStreams followed, string[] kinds, OrleansAssetsClient client, CancellationToken stop)
    {
        RequestFault[] faults =
        [
            .. followed.IsNone
                ? [new RequestFault("query stream", null, "names no stream", "give one or more, e.g. portfolio/main")]
                : Array.Empty<RequestFault>(),
            .. from kind in kinds
               let fault = AuditKinds.FaultOf(kind)
               where fault is not null
               select new RequestFault("query kinds", RequestFault.Shown(kind), "must be kinds of entries", fault.TrimEnd('.')),
        ];
        if (faults.Length > 0)
        {
            throw RequestFaultException.OfBody([.. faults]);
        }

        foreach (var name in followed.Plain)
        {
            await client.Audit.GetLastAsync(name, 1, stop);
        }
    }

    private static async IAsyncEnumerable<SseItem<AuditEntry?>> EventsAsync(
        StreamTail tail, FollowedStreams followed, StandingIdentity identity, string[]? kinds,
        [EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            yield return Alive();
            await foreach (var page in tail.FollowAsync(followed, SilenceMax, stop))
            {
                if (!await identity.IsInForceAsync())
                {
                    yield break;
                }

                var isTold = false;
                foreach (var entry in page)
                {
                    followed.Told(entry.Stream, entry.Sequence);
                    if (kinds is null || kinds.Contains(entry.Kind, StringComparer.Ordinal))
                    {
                        isTold = true;
                        yield return Told(entry, followed.Place);
                    }
                }

                if (!isTold)
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

    private static SseItem<AuditEntry?> Told(AuditEntry entry, string? place) =>
        place is null ? new SseItem<AuditEntry?>(entry, entry.Kind) : new SseItem<AuditEntry?>(entry, entry.Kind) { EventId = place };

    private static SseItem<AuditEntry?> Alive() => new(null, NothingNew) { ReconnectionInterval = ReconnectAfter };
}
