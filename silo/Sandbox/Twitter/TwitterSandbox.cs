using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Twitter;

namespace OrleansAssets.Sandbox.Twitter;

/// <summary>X's search, counts and timelines over the invented forums.</summary>
internal sealed class TwitterSandbox(SandboxOptions options, TimeProvider clock)
{
    private const string Base = $"/sandbox/{TwitterVendor.Id}";
    private static readonly ImmutableArray<(string Name, string Id, string Symbol)> Accounts =
        [("elonmusk", "44196397", "TSLA"), ("ryancohen", "2291541842", "GME")];

    private readonly SyntheticSocial _social = new(TwitterVendor.Id);
    private readonly SandboxBudget _budget = new(options.TwitterCallsPerMinute);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "tweets/search/recent", SearchAsync);
        Map(app, "tweets/counts/recent", CountAsync);
        Map(app, "users/by/username/{name}", UserAsync);
        Map(app, "users/{id}/tweets", TimelineAsync);
    }

    private void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, DateTimeOffset, Task> answer)
        => app.MapSynthetic($"{Base}/{path}", clock, async (context, now) =>
        {
            if (!context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
            {
                await ProblemAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
                return;
            }

            await (_budget.SpendOne(context, now, "x-rate-limit", resetsAt: true).IsGranted
                ? answer(context, now)
                : ProblemAsync(context, StatusCodes.Status429TooManyRequests, "Too Many Requests"));
        });

    private Task SearchAsync(HttpContext context, DateTimeOffset now)
        => RowsOf(context, 10, out var rows) && Interval(context, now, out var from, out var end)
            ? PageAsync(context, [.. Find(context, from, end).Take(rows)])
            : ProblemAsync(context, StatusCodes.Status400BadRequest, "Invalid Request");

    private Task CountAsync(HttpContext context, DateTimeOffset now)
    {
        if (!Interval(context, now, out var from, out var end))
        {
            return ProblemAsync(context, StatusCodes.Status400BadRequest, "Invalid Request");
        }

        var count = Find(context, from, end).Count();
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray("data");
            writer.WriteStartObject();
            writer.WriteString("start", TimeText(from));
            writer.WriteString("end", TimeText(end));
            writer.WriteNumber("tweet_count", count);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteStartObject("meta");
            writer.WriteNumber("total_tweet_count", count);
            writer.WriteEndObject();
        });
    }

    private static Task UserAsync(HttpContext context, DateTimeOffset now)
    {
        var name = context.Request.RouteValues["name"]?.ToString() ?? string.Empty;
        var account = Accounts.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            if (account.Id is null)
            {
                writer.WriteStartArray("errors");
                writer.WriteStartObject();
                writer.WriteString("title", "Not Found Error");
                writer.WriteString("detail", $"Could not find user with username: [{name}].");
                writer.WriteEndObject();
                writer.WriteEndArray();
                return;
            }

            writer.WriteStartObject("data");
            writer.WriteString("id", account.Id);
            writer.WriteString("name", "synthetic " + account.Name);
            writer.WriteString("username", account.Name);
            writer.WriteEndObject();
        });
    }

    private Task TimelineAsync(HttpContext context, DateTimeOffset now)
    {
        var account = Accounts.FirstOrDefault(known => known.Id == context.Request.RouteValues["id"]?.ToString());
        return account.Id is null ? ProblemAsync(context, StatusCodes.Status404NotFound, "Not Found")
            : RowsOf(context, 5, out var rows) && Interval(context, now, out var from, out var end)
                ? TimelineAsync(context, [.. SyntheticSocial.OfAccount(account.Name, account.Symbol, end, from)], rows)
                : ProblemAsync(context, StatusCodes.Status400BadRequest, "Invalid Request");
    }

    /// <summary>A page of an account's posts, and what the next one is asked for with: how many come before it.</summary>
    private static Task TimelineAsync(HttpContext context, ImmutableArray<SyntheticPost> posts, int rows)
    {
        _ = int.TryParse(context.Request.Query["pagination_token"], NumberStyles.None, CultureInfo.InvariantCulture, out var before);
        var next = before + rows;
        return PageAsync(
            context, [.. posts.Skip(before).Take(rows)],
            next < posts.Length ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    private IEnumerable<SyntheticPost> Find(HttpContext context, DateTimeOffset from, DateTimeOffset end)
        => SearchTerms.Of(context.Request.Query["query"].ToString()).Symbol is { } symbol ? _social.Before(end, from, symbol) : [];

    private static bool RowsOf(HttpContext context, int rowsMin, out int rows)
        => int.TryParse(context.Request.Query["max_results"], NumberStyles.None, CultureInfo.InvariantCulture, out rows)
            && rows >= rowsMin && rows <= 100;

    /// <summary>Start and end of what is asked for: at most the last seven days, to ten seconds ago.</summary>
    private static bool Interval(HttpContext context, DateTimeOffset now, out DateTimeOffset from, out DateTimeOffset end)
    {
        var query = context.Request.Query;
        end = TimeOf(query["end_time"].ToString()) ?? now.AddSeconds(-10);
        from = TimeOf(query["start_time"].ToString()) ?? now.AddDays(-7);
        var isTimeline = context.Request.RouteValues.ContainsKey("id");
        from = isTimeline && from < now.AddDays(-7) ? now.AddDays(-7) : from;
        return from >= now.AddDays(-7) && from <= end && end <= now.AddSeconds(-10);
    }

    private static DateTimeOffset? TimeOf(string text)
        => DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    private static Task PageAsync(HttpContext context, ImmutableArray<SyntheticPost> posts, string? nextToken = null)
        => SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            if (posts.Length > 0)
            {
                writer.WriteRows("data", posts, post => Write(writer, post));
            }

            writer.WriteStartObject("meta");
            writer.WriteNumber("result_count", posts.Length);
            if (nextToken is not null)
            {
                writer.WriteString("next_token", nextToken);
            }

            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, SyntheticPost post)
    {
        writer.WriteStartObject();
        writer.WriteString("id", post.Number.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("text", post.Text.Replace("&", "&amp;", StringComparison.Ordinal));
        writer.WriteString("author_id", Math.Abs((long)Noise.Of(post.Author).Seed / 2).ToString(CultureInfo.InvariantCulture));
        writer.WriteString("created_at", TimeText(post.At));
        writer.WriteStartObject("public_metrics");
        writer.WriteNumber("like_count", post.Approvals);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string TimeText(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Task ProblemAsync(HttpContext context, int status, string title)
        => SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writer.WriteString("title", title);
            writer.WriteString("detail", title);
            writer.WriteString("type", "about:blank");
            writer.WriteNumber("status", status);
        });
}
