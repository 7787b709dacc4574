using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Breaks bodies and checks what adapters make of them.</summary>
internal static class VendorFuzz
{
    /// <summary>A shorter list is too short for one row to be an exception.</summary>
    private const int RowsMin = 4;

    private static readonly string[] Scraps =
    [
        "null", "-1", "1e400", "\"NaN\"", "{}", "[]", "\"\"", "true", "99999999999999999999", "\"\\ud800\"", "<html>", "\0",
    ];

    /// <summary>What a broken reply may be taken for; some vendors write their limits, keys and plans into the body.</summary>
    private static readonly FeedResult[] Failures =
    [
        FeedResult.Malformed, FeedResult.Unavailable, FeedResult.UnknownSymbol, FeedResult.KeyRejected, FeedResult.PlanTooSmall,
        FeedResult.RateLimited, FeedResult.Banned, FeedResult.NothingNow,
    ];

    /// <summary>A body with one fault: cut short, a bit turned, a scrap put in, or a stretch left out.</summary>
    public static byte[] Broken(byte[] body, Random random)
    {
        if (body.Length == 0)
        {
            return Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)]);
        }

        var at = random.Next(body.Length);
        switch (random.Next(4))
        {
            case 0:
                return body[..at];
            case 1:
                var flipped = (byte[])body.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 2:
                var length = random.Next(Math.Min(12, body.Length - at));
                return [.. body[..at], .. Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)]), .. body[(at + length)..]];
            default:
                var tail = random.Next(body.Length);
                return [.. body[..at], .. body[tail..]];
        }
    }

    /// <summary>
    /// A body with one row of its longest list of rows spoilt: without a value where one must be, with one that none can be, with numbers
    /// below 0, or told before the one that it follows. The same where it has no list of rows.
    /// </summary>
    public static byte[] WithBadRow(byte[] body, Random random)
    {
        if (RowsOf(body) is not var (root, rows))
        {
            return body;
        }

        var at = random.Next(rows.Count);
        var kind = random.Next(6);
        if (kind == 4)
        {
            var row = rows[at];
            rows.RemoveAt(at);
            rows.Insert(Math.Max(0, at - 1), row);
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }

        rows[at] = kind switch
        {
            0 => new JsonObject(),
            1 => JsonValue.Create("row"),
            2 => Emptied(rows[at]!),
            3 => Changed(rows[at]!, number => -number),
            _ => null,
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>
    /// A body with one row of its longest list of rows stamped a year too late, as no row can be; null where it has no list of rows.
    /// </summary>
    public static byte[]? WithLateRow(byte[] body, Random random)
    {
        if (RowsOf(body) is not var (root, rows))
        {
            return null;
        }

        var at = random.Next(rows.Count);
        rows[at] = Changed(rows[at]!, Later); // rows are objects and arrays
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>
    /// A body with one row of its longest list of rows told twice, the second time somewhere behind the first; null where it has no list
    /// of rows.
    /// </summary>
    public static byte[]? WithRowTwice(byte[] body, Random random)
    {
        if (RowsOf(body) is not var (root, rows))
        {
            return null;
        }

        var at = random.Next(rows.Count);
        rows.Insert(random.Next(2) == 0 ? at + 1 : random.Next(at + 1, rows.Count + 1), rows[at]!.DeepClone());
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>A body with one of its bars turned over, its high below its low; null where it has no bars.</summary>
    public static byte[]? WithBarUpsideDown(byte[] body, Random random)
    {
        if (body.Length == 0 || body[0] is not ((byte)'{' or (byte)'['))
        {
            return null;
        }

        var root = JsonNode.Parse(body)!;
        var bars = BarsOf(root).ToList();
        if (bars.Count == 0)
        {
            return null;
        }

        var (high, low) = bars[random.Next(bars.Count)];
        var (above, below) = (high.DeepClone(), low.DeepClone());
        high.ReplaceWith(below);
        low.ReplaceWith(above);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>High and low of each bar where they differ, by any vendor's names of them; Binance's have places and no names.</summary>
    private static IEnumerable<(JsonNode High, JsonNode Low)> BarsOf(JsonNode? node)
    {
        var (high, low) = node switch
        {
            JsonObject bar => (bar["h"] ?? bar["2. high"], bar["l"] ?? bar["3. low"]),
            JsonArray { Count: > 5 } bar when bar[2] is JsonValue => (bar[2], bar[3]),
            _ => (null, null),
        };
        var inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        var own = high is JsonValue && low is JsonValue && high.ToString() != low.ToString() ? [(high, low)]
            : Array.Empty<(JsonNode, JsonNode)>();
        return own.Concat(inner.SelectMany(BarsOf));
    }

    private static (JsonNode Root, JsonArray Rows)? RowsOf(byte[] body) =>
        body.Length > 0 && body[0] is (byte)'{' or (byte)'[' && JsonNode.Parse(body) is { } root
            && ListsOf(root).MaxBy(list => list.Count) is { Count: >= RowsMin } rows
            ? (root, rows) : null;

    /// <summary>Milliseconds and seconds since 1970 a year later; other numbers as they are.</summary>
    private static decimal Later(decimal number) => number switch
    {
        > 1_000_000_000_000 and < 3_000_000_000_000 => number + 31_536_000_000,
        > 1_000_000_000 and < 3_000_000_000 when decimal.IsInteger(number) => number + 31_536_000,
        _ => number,
    };

    /// <summary>A row with its numbers changed; where those of times become later, a date in words is of the next year too.</summary>
    private static JsonNode Changed(JsonNode row, Func<decimal, decimal> change)
    {
        JsonNode? Of(JsonNode? member) => member switch
        {
            JsonObject or JsonArray => Changed(member, change),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out decimal number) =>
                JsonValue.Create(change(number)),
            JsonValue value when change(1_500_000_000) > 1_500_000_000 && value.TryGetValue(out string? text)
                && text.StartsWith("202", StringComparison.Ordinal) && text.Length >= 10 && text[4] == '-' =>
                JsonValue.Create("2026" + text[4..]),
            _ => member?.DeepClone(),
        };

        return row is JsonArray fields
            ? new JsonArray([.. fields.Select(Of)])
            : new JsonObject(row.AsObject().Select(member => KeyValuePair.Create(member.Key, Of(member.Value))));
    }

    private static IEnumerable<JsonArray> ListsOf(JsonNode? node) => node switch
    {
        JsonArray list => list.OfType<JsonNode>().SelectMany(ListsOf)
            .Concat(list.Count > 0 && list.All(item => item is JsonObject or JsonArray) ? [list] : []),
        JsonObject members => members.SelectMany(member => ListsOf(member.Value)),
        _ => [],
    };

    private static JsonNode Emptied(JsonNode row) => row switch
    {
        JsonArray fields => new JsonArray([.. fields.Select(_ => (JsonNode?)null)]),
        _ => new JsonObject(row.AsObject().Select(member => KeyValuePair.Create(member.Key, (JsonNode?)null))),
    };

    public static void CheckCandles(FeedResult result, string? error, IReadOnlyList<Candle>? candles)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        // One whose open or close lies outside is odd, and kept.
        Assert.All(candles!, candle => Assert.True(
            candle is { Open: > 0, Close: > 0, Low: > 0, Volume: >= 0 } && candle.High >= candle.Low));
        Assert.Equal(candles!.Select(candle => candle.OpenTime).Distinct().Order(), candles!.Select(candle => candle.OpenTime));
    }

    public static void CheckQuote(FeedResult result, string? error, Quote? quote)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        Assert.True(quote!.Bid > 0 && quote.Bid <= quote.Ask && quote.BidSize is null or >= 0 && quote.AskSize is null or >= 0);
    }

    /// <summary>A mood: shares that add up, a score within its bounds.</summary>
    public static void CheckMood(FeedResult result, string? error, SentimentSnapshot? mood)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        Assert.InRange(mood!.Score, -1, 1);
        Assert.True(mood.Bullish >= 0 && mood.Bearish >= 0 && mood.Neutral >= 0);
        Assert.Equal(mood.Mentions, mood.Bullish + mood.Bearish + mood.Neutral);
    }

    /// <summary>Trending symbols: each once, the most mentioned first.</summary>
    public static void CheckTrending(FeedResult result, string? error, IReadOnlyList<TrendingSymbol>? rows)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        Assert.Equal(rows!.Select(row => row.Symbol).Distinct(), rows!.Select(row => row.Symbol));
        Assert.Equal(rows!.Select(row => row.Mentions).OrderDescending(), rows!.Select(row => row.Mentions));
    }

    public static void CheckFailure(FeedResult result, string? error)
    {
        Assert.Contains(result, Failures);
        Assert.InRange(error!.Length, 10, 320);
        Assert.DoesNotContain(error, char.IsControl);
    }

    /// <summary>Rows of any other kind: ascending by time, from an instant on.</summary>
    public static void CheckRows<T>(VendorReply<DataPage<T>> reply, Func<T, DateTimeOffset> timeOf, DateTimeOffset from)
    {
        if (!reply.IsOk)
        {
            CheckFailure(reply.Result, reply.Error);
            return;
        }

        var times = reply.Value!.Rows.Select(timeOf).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.True(time >= from));
        Assert.True(reply.Value.ContinueFrom is null || reply.Value.ContinueFrom > from || reply.Value.OlderUntil > from);
    }
}
