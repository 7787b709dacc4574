using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Audit;
using OrleansAssets.Client;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>The log of what was decided and done, and the proof that it is whole.</summary>
internal static class AuditApi
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("audit");
        audit.MapGet("/streams", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Audit.GetStreamsAsync(stop)))
            .Is<IAuditGrain>(
                "audit.streams", nameof(IAuditGrain.GetStreamsAsync), "audit verify",
                "List the streams of the audit log and their last entries");
        audit.MapGet("/entries", LastAsync).Is<IAuditGrain>(
            "audit.show", nameof(IAuditGrain.GetLastAsync), "audit show",
            "Show the newest entries, newest first");
        audit.MapGet("/log", ReadAsync).Is<IAuditGrain>(
            "audit.read", nameof(IAuditGrain.ReadAsync), "audit export",
            "Read a stream from a place on, oldest first");
        audit.MapGet("/pages", FindAsync).Is<IAuditGrain>(
            "audit.find", nameof(IAuditGrain.FindAsync), "audit show",
            "Find the entries of some kinds in one stream, newest first, page by page",
            "Go on with the answer's 'next' as 'before' until it is null; a page may be empty though older ones are not.");
        audit.MapGet("/verification", VerifyAsync).Is<IAuditGrain>(
            "audit.verify", nameof(IAuditGrain.VerifyAsync), "audit verify",
            "Verify a stream from a place on, some thousand entries at a time",
            "Begin without sequence and hash; go on with those of the answer's 'until' until 'atEnd' is true.");
        audit.MapGet("/heads", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Audit.SignHeadsAsync(stop)))
            .Is<IAuditGrain>(
                "audit.heads", nameof(IAuditGrain.SignHeadsAsync), "audit export",
                "Tell the ends of all streams now, signed with the key of the silo that answers");
        audit.MapGet("/guard", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Audit.GetGuardAsync(stop)))
            .Is<IAuditGrain>(
                "audit.guard", nameof(IAuditGrain.GetGuardAsync), "audit verify",
                "Tell whether the silo's own database role could change entries");
    }

    private static async Task<Ok<ImmutableArray<AuditEntry>>> LastAsync(
        OrleansAssetsClient client, CancellationToken stop,
        [Description("One stream, e.g. portfolio/main; all without it.")] string? stream = null,
        [Description("At most so many, 1 to 1,000.")] int last = 100) =>
        TypedResults.Ok(await client.Audit.GetLastAsync(stream, last, stop));

    private static async Task<Ok<ImmutableArray<AuditEntry>>> ReadAsync(
        [Description("E.g. portfolio/main.")] string stream, OrleansAssetsClient client, CancellationToken stop,
        [Description("Entries after this number; from the first on without it.")] long after = 0,
        [Description("At most so many, 1 to 1,000.")] int max = 100) =>
        TypedResults.Ok(await client.Audit.ReadAsync(stream, after, max, stop));

    private static async Task<Ok<AuditPage>> FindAsync(
        [Description("E.g. portfolio/main.")] string stream, OrleansAssetsClient client, CancellationToken stop,
        [Description("Only these kinds, e.g. decision,fill; all without it.")] string? kinds = null,
        [Description("Entries before this number; the newest without it.")] long? before = null,
        [Description("Of one page, 1 to 1,000.")] int most = 100) =>
        TypedResults.Ok(await client.Audit.FindAsync(new AuditQuery(stream, [.. kinds?.Split(',') ?? []], before, most), stop));

    private static async Task<Ok<AuditCheck>> VerifyAsync(
        [Description("E.g. portfolio/main.")] string stream, OrleansAssetsClient client, CancellationToken stop,
        long? sequence = null, string? hash = null)
    {
        var from = sequence is { } number && hash is not null ? new AuditPosition(number, hash) : AuditPosition.Start;
        return TypedResults.Ok(await client.Audit.VerifyAsync(stream, from, stop));
    }
}
