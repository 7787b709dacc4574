using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace OrleansAssets.Tests.Vendors;

/// <summary>
/// Stands between an adapter and the sandbox. The sandbox is asked once for each address; what the adapter gets is the sandbox's answer
/// as <see cref="Spoil"/> leaves it.
/// </summary>
internal sealed class BrokenSandbox
{
    private readonly ConcurrentDictionary<string, Answer> _sound = new(StringComparer.Ordinal);

    /// <summary>Changes an answer on its way to the adapter.</summary>
    public Func<Answer, Answer> Spoil { get; set; } = answer => answer;

    public static async Task<(VendorSetup Setup, BrokenSandbox Between)> StartAsync(VendorQuestion question)
    {
        var between = new BrokenSandbox();
        return (await VendorSetup.WithSandboxAsync(question.SourceId, VendorQuestion.Now, between: between.InvokeAsync), between);
    }

    private async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var address = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        if (!_sound.TryGetValue(address, out var sound))
        {
            sound = _sound[address] = await AskAsync(context, next);
        }

        var sent = Spoil(sound);
        context.Response.StatusCode = sent.Status;
        context.Response.ContentType = sent.ContentType;
        context.Response.Headers.Date = sent.Date;
        await context.Response.Body.WriteAsync(sent.Body);
    }

    private static async Task<Answer> AskAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        await next(context);
        context.Response.Body = body;
        context.Response.ContentLength = null;
        return new Answer(context.Response.StatusCode, context.Response.ContentType, held.ToArray())
        {
            Date = context.Response.Headers.Date,
        };
    }

    internal sealed record Answer(int Status, string? ContentType, byte[] Body)
    {
        /// <summary>The vendor's clock, from which some quotes have their time.</summary>
        public string? Date { get; init; }
    }
}
