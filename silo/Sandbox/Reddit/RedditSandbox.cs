using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Reddit;

namespace OrleansAssets.Sandbox.Reddit;

/// <summary>Reddit's tokens and listings over the invented forums.</summary>
internal sealed class RedditSandbox(SandboxOptions options, TimeProvider clock)
{
    private const string Base = $"/sandbox/{RedditVendor.Id}";
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int RowsMax = 100;
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);
    private static readonly ImmutableArray<string> Forums = ["wallstreetbets", "stocks", "investing"];

    private readonly SyntheticSocial _social = new(RedditVendor.Id);
    private readonly SandboxBudget _budget = new(options.RedditCallsPerMinute);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost($"{Base}/api/v1/access_token", TokenAsync);
        app.MapSynthetic(
            $"{Base}/r/{{forums}}/new", clock, (context, now) => ListAsync(context, now, _social.Before(now, now.AddDays(-3), null)));
        app.MapSynthetic(
            $"{Base}/r/{{forums}}/search", clock, (context, now) => ListAsync(context, now, Search(context.Request.Query, now)));
    }

    private async Task TokenAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        context.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        context.Response.Headers["X-Sandbox"] = "synthetic";
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!context.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.Ordinal))
        {
            await FailAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
            return;
        }

        if (form["grant_type"] != "client_credentials")
        {
            await SandboxJson.WriteObjectAsync(
                context, StatusCodes.Status200OK, writer => writer.WriteString("error", "unsupported_grant_type"));
            return;
        }

        var token = $"sandbox-{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";
        _tokens[token] = now + TokenLife;
        await SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("access_token", token);
            writer.WriteString("token_type", "bearer");
            writer.WriteNumber("expires_in", (int)TokenLife.TotalSeconds);
            writer.WriteString("scope", "*");
        });
    }

    private IEnumerable<SyntheticPost> Search(IQueryCollection query, DateTimeOffset now)
    {
        var span = query["t"].ToString() switch
        {
            "hour" => TimeSpan.FromHours(1),
            "day" => TimeSpan.FromDays(1),
            "week" => TimeSpan.FromDays(7),
            _ => TimeSpan.FromDays(30),
        };
        return SearchTerms.Of(query["q"].ToString()).Symbol is { } symbol ? _social.Before(now, now - span, symbol) : [];
    }

    private async Task ListAsync(HttpContext context, DateTimeOffset now, IEnumerable<SyntheticPost> posts)
    {
        if (!await TryEnterAsync(context, now))
        {
            return;
        }

        var query = context.Request.Query;
        var limit = Math.Clamp(query.Whole("limit") ?? 25, 1, RowsMax);
        var after = NumberOf(query["after"].ToString());
        var page = posts.Where(post => after is null || post.Number < after).Take(limit + 1).ToList();
        await SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer => Write(writer, page, limit));
    }

    private async Task<bool> TryEnterAsync(HttpContext context, DateTimeOffset now)
    {
        var token = context.Request.Headers.Authorization.ToString().Split(' ')[^1];
        if (!_tokens.TryGetValue(token, out var until) || until <= now)
        {
            await FailAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
            return false;
        }

        if (context.Request.RouteValues["forums"]?.ToString()?.Split('+').Except(Forums, StringComparer.OrdinalIgnoreCase).Any() ?? true)
        {
            await FailAsync(context, StatusCodes.Status404NotFound, "Not Found");
            return false;
        }

        var spending = _budget.Spend(1, now);
        var headers = context.Response.Headers;
        headers["X-Ratelimit-Used"] = spending.UsedUnits.ToString(CultureInfo.InvariantCulture);
        var (remaining, wait) = (options.RedditCallsPerMinute - spending.UsedUnits, (spending.ResetsAt - now).TotalSeconds);
        headers["X-Ratelimit-Remaining"] = remaining.ToString("0.0", CultureInfo.InvariantCulture);
        headers["X-Ratelimit-Reset"] = Math.Ceiling(wait).ToString("0", CultureInfo.InvariantCulture);
        if (!spending.IsGranted)
        {
            await FailAsync(context, StatusCodes.Status429TooManyRequests, "Too Many Requests");
        }

        return spending.IsGranted;
    }

    private static void Write(Utf8JsonWriter writer, List<SyntheticPost> page, int limit)
    {
        writer.WriteString("kind", "Listing");
        writer.WriteStartObject("data");
        writer.WriteString("after", page.Count > limit ? NameOf(page[limit - 1]) : null);
        writer.WriteNumber("dist", Math.Min(page.Count, limit));
        writer.WriteObjects("children", page.Take(limit), post =>
        {
            writer.WriteString("kind", "t3");
            writer.WriteStartObject("data");
            writer.WriteString("name", NameOf(post));
            writer.WriteString("title", post.Text);
            writer.WriteString("selftext", string.Empty);
            writer.WriteString("author", post.Author);
            writer.WriteString("subreddit", Forums[(int)(post.Number % Forums.Length)]);
            writer.WriteNumber("score", post.Approvals);
            writer.WriteBoolean("edited", false);
            writer.WriteNumber("created_utc", decimal.Round(post.At.ToUnixTimeMilliseconds() / 1000m, 1));
            writer.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static string NameOf(SyntheticPost post)
    {
        var (text, rest) = (string.Empty, post.Number);
        for (; rest > 0; rest /= Digits.Length)
        {
            text = Digits[(int)(rest % Digits.Length)] + text;
        }

        return "t3_" + text;
    }

    private static long? NumberOf(string name)
        => name.Length is > 3 and < 16
            ? name[3..].Aggregate(
                0L, (number, digit) => (number * Digits.Length) + Math.Max(0, Digits.IndexOf(digit, StringComparison.Ordinal)))
            : null;

    private static Task FailAsync(HttpContext context, int status, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writer.WriteString("message", message);
            writer.WriteNumber("error", status);
        });
}
