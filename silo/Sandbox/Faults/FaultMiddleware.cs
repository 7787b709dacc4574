using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansAssets.Sandbox.Faults;

/// <summary>Lets the faults in force strike the calls to the sandbox's vendors.</summary>
internal static partial class FaultMiddleware
{
    /// <summary>Put before the vendors' addresses.</summary>
    public static void UseSandboxFaults(this IApplicationBuilder app, SandboxFaults faults, TimeProvider clock) =>
        app.Use(async (context, next) =>
        {
            var fault = SourceOf(context.Request.Path) is { } sourceId ? faults.Strike(sourceId, clock.GetUtcNow()) : null;
            await (fault is null ? next(context) : StrikeAsync(context, next, fault, clock));
        });

    private static string? SourceOf(PathString path)
    {
        var parts = path.Value?.Split('/', 4) ?? [];
        return parts is ["", SandboxEndpoints.Root, var sourceId, ..] && sourceId != FaultEndpoints.Name ? sourceId : null;
    }

    private static async Task StrikeAsync(HttpContext context, RequestDelegate next, SandboxFault fault, TimeProvider clock)
    {
        context.Response.Headers["X-Sandbox-Fault"] = FaultRequest.NameOf(fault.Kind);
        switch (fault.Kind)
        {
            case SandboxFaultKind.Latency:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.LatencyMs), clock, context.RequestAborted);
                await next(context);
                break;
            case SandboxFaultKind.RateLimited:
                await RefuseAsync(context, StatusCodes.Status429TooManyRequests, fault, """{"message":"too many requests"}""");
                break;
            case SandboxFaultKind.ServerError:
                await RefuseAsync(context, StatusCodes.Status500InternalServerError, fault, """{"message":"internal server error"}""");
                break;
            case SandboxFaultKind.Html:
                await WriteAsync(
                    context, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"u8.ToArray());
                break;
            case SandboxFaultKind.Truncated:
                await RewriteAsync(context, next, body => body[..(body.Length / 2)]);
                break;
            case SandboxFaultKind.WrongNumbers:
                await RewriteAsync(context, next, body => Encoding.UTF8.GetBytes(Decimals().Replace(Encoding.UTF8.GetString(body), "-$0")));
                break;
            case SandboxFaultKind.MissingRows:
                await RewriteAsync(context, next, WithoutTheMiddle);
                break;
            case SandboxFaultKind.StreamSilence or SandboxFaultKind.StreamDisconnect or SandboxFaultKind.StreamDuplicates
                or SandboxFaultKind.StreamOutOfOrder or SandboxFaultKind.StreamBurst:
                await next(context); // of streams alone
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "Unknown fault of the sandbox.");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, SandboxFault fault, string json)
    {
        context.Response.StatusCode = status;
        if (fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, "application/json", Encoding.UTF8.GetBytes(json));
    }

    private static async Task RewriteAsync(HttpContext context, RequestDelegate next, Func<byte[], byte[]> rewrite)
    {
        var real = context.Response.Body;
        await using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = real;
        }

        context.Response.ContentLength = null;
        await context.Response.Body.WriteAsync(rewrite(body.ToArray()), context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] WithoutTheMiddle(byte[] body)
    {
        var answer = JsonNode.Parse(body);
        if (Lists(answer).MaxBy(list => list.Count) is { Count: > 0 } longest)
        {
            for (var (left, at) = (longest.Count / 5, longest.Count * 2 / 5); left > 0; left--)
            {
                longest.RemoveAt(at);
            }
        }

        return Encoding.UTF8.GetBytes(answer?.ToJsonString() ?? "null");
    }

    private static IEnumerable<JsonArray> Lists(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Lists).Prepend(list),
        JsonObject members => members.SelectMany(member => Lists(member.Value)),
        _ => [],
    };

    // Not within a word, a time or another number.
    [GeneratedRegex(@"(?<![\w.:-])\d+\.\d+(?![\w.:])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Decimals();
}
