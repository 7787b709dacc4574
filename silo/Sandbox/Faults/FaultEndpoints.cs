using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Vendors;

namespace OrleansAssets.Sandbox.Faults;

/// <summary>
/// <c>/sandbox/faults</c>: lists, sets and ends the faults, for one source or, under <c>all</c>, for every one, so that an outage can be
/// rehearsed.
/// </summary>
internal static class FaultEndpoints
{
    public const string Name = "faults";
    private const string AllSources = "all";
    private const string Path = $"/{SandboxEndpoints.Root}/{Name}";

    public static void MapFaults(this IEndpointRouteBuilder app, SandboxFaults faults, TimeProvider clock)
    {
        app.MapGet(Path, context => ListAsync(context, faults, clock.GetUtcNow()));
        app.MapPut($"{Path}/{{source}}", context => WithSourcesAsync(context, async sources =>
        {
            if (await ReadAsync(context, clock.GetUtcNow()) is { } fault)
            {
                faults.Set(sources, fault);
                await ListAsync(context, faults, clock.GetUtcNow());
            }
        }));
        app.MapDelete($"{Path}/{{source}}", context => WithSourcesAsync(context, sources =>
        {
            faults.Clear(sources);
            return ListAsync(context, faults, clock.GetUtcNow());
        }));
    }

    private static Task WithSourcesAsync(HttpContext context, Func<ImmutableArray<string>, Task> action)
    {
        var named = (string)context.Request.RouteValues["source"]!; // The route has it.
        return named == AllSources || VendorCatalogue.SourceIds.Contains(named, StringComparer.Ordinal)
            ? action(named == AllSources ? VendorCatalogue.SourceIds : [named])
            : RefuseAsync(context, StatusCodes.Status404NotFound,
                [
                    $"The sandbox has no source '{named}'; it has {string.Join(", ", VendorCatalogue.SourceIds)}, "
                    + $"and '{AllSources}' for every one.",
                ]);
    }

    private static async Task<SandboxFault?> ReadAsync(HttpContext context, DateTimeOffset now)
    {
        var body = new byte[FaultRequest.BodyBytesMax + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        var (fault, mistakes) = length > FaultRequest.BodyBytesMax
            ? (null, [$"The body is longer than {FaultRequest.BodyBytesMax} bytes."])
            : FaultRequest.Read(body.AsMemory(0, length), now);
        if (fault is null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, mistakes);
        }

        return fault;
    }

    private static Task ListAsync(HttpContext context, SandboxFaults faults, DateTimeOffset now) =>
        SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray("faults");
            foreach (var (sourceId, fault) in faults.InForce(now))
            {
                Write(writer, sourceId, fault);
            }

            writer.WriteEndArray();
        });

    private static void Write(Utf8JsonWriter writer, string sourceId, SandboxFault fault)
    {
        writer.WriteStartObject();
        writer.WriteString("source", sourceId);
        writer.WriteString("kind", FaultRequest.NameOf(fault.Kind));
        if (fault.Remaining is { } remaining)
        {
            writer.WriteNumber("remaining", remaining);
        }

        if (fault.Until is { } until)
        {
            writer.WriteString("until", until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        if (fault.Kind == SandboxFaultKind.Latency)
        {
            writer.WriteNumber("latency_ms", fault.LatencyMs);
        }

        if (fault.RetryAfterSeconds is { } retryAfterSeconds)
        {
            writer.WriteNumber("retry_after_seconds", retryAfterSeconds);
        }

        writer.WriteEndObject();
    }

    private static Task RefuseAsync(HttpContext context, int status, ImmutableArray<string> mistakes) =>
        SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writer.WriteRows("errors", mistakes, mistake => writer.WriteStringValue(mistake));
        });
}
