using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Notices;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Api;

/// <summary>What people are told, and who has seen it.</summary>
internal static class NoticesApi
{
    private const string OfSubject = "Only of this subject and its parts, e.g. portfolio/main.";

    public static void MapNotices(this RouteGroupBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("notices");
        notices.MapGet("", ListAsync).Is<INoticesGrain>(
            "notices.list", nameof(INoticesGrain.ListAsync), "notices list",
            "List notices, those that stand first, then the newest first");
        notices.MapGet("/pages", FindAsync).Is<INoticesGrain>(
            "notices.find", nameof(INoticesGrain.FindAsync), "notices list",
            "Find notices, those of the past too, the newest number first, page by page",
            "Go on with the answer's 'next' as 'before' until it is null.");
        notices.MapGet("/{notice:long}", async (long notice, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Notices.GetAsync(notice, stop)))
            .Is<INoticesGrain>(
                "notices.show", nameof(INoticesGrain.GetAsync), "notices show",
                "Show a notice");
        notices.MapGet("/channels", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Notices.GetChannelsAsync(stop)))
            .Is<INoticesGrain>(
                "notices.channels", nameof(INoticesGrain.GetChannelsAsync), "notices channels",
                "Tell who is told, and how far each channel is");
        notices.MapPost("/channels/{channel}/test", TestAsync).Is<INoticesGrain>(
            "notices.test", nameof(INoticesGrain.TestAsync), "notices test",
            "Send a message through a channel to see whether it works");
        notices.MapPost("/{notice:long}/acknowledge", AcknowledgeAsync).Is<INoticesGrain>(
            "notices.ack", nameof(INoticesGrain.AcknowledgeAsync), "notices ack",
            "Say that somebody has seen a notice: it is not escalated any more", "Who said so first stays.");
    }

    private static async Task<Ok<ChannelTest>> TestAsync(
        PathId channel, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var fault = await client.Notices.TestAsync(channel, caller.Name).WaitAsync(stop);
        return TypedResults.Ok(new ChannelTest(channel, fault is null, fault));
    }

    private static async Task<Ok<ImmutableArray<Notice>>> ListAsync(
        OrleansAssetsClient client, CancellationToken stop,
        [Description("Only those that stand, as without it; false lists those of the past too.")] bool standing = true,
        [Description(OfSubject)] string? subject = null,
        [Description("At most so many, 1 to 1,000.")] int max = 100) =>
        TypedResults.Ok(await client.Notices.ListAsync(new NoticeQuery(standing, subject, max), stop));

    private static async Task<Ok<NoticePage>> FindAsync(
        OrleansAssetsClient client, CancellationToken stop,
        [Description("Only those that stand; without it those of the past too.")] bool standing = false,
        [Description(OfSubject)] string? subject = null,
        [Description("Those with a number below this one; the newest without it.")] long? before = null,
        [Description("Of one page, 1 to 1,000.")] int most = 100) =>
        TypedResults.Ok(await client.Notices.FindAsync(new NoticePageQuery(standing, subject, before, most), stop));

    private static async Task<Ok<Notice>> AcknowledgeAsync(
        long notice, Body<NoticeNote> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Notices.AcknowledgeAsync(notice, caller.Name, body.Value.Note).WaitAsync(stop));
}
