using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Sentiment;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>
/// The mood of r/wallstreetbets, r/stocks and r/investing: of one asset from a search, of what trends from the newest posts.
/// </summary>
internal sealed class RedditAdapter(Func<IRedditApi> api, RedditTokens tokens, VendorHttp http, IVendorEndpoints endpoints)
    : ISentimentSource, ITrendingSource
{
    private readonly RedditReader _reader = new(tokens, http);

    public string SourceId => RedditVendor.Id;

    /// <summary>Calls of the dearest reading, tokens among them.</summary>
    public int UnitsPerCall => RedditReader.CallsMax;

    public async Task<VendorReply<SentimentSnapshot>> GetSentimentAsync(SentimentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (RedditKeys.Read<SentimentSnapshot>(endpoints, out var failure) is not { } keys)
        {
            return failure!; // Set wherever there are no keys.
        }

        var back = TimeSpan.FromMinutes(2 * query.LookbackMinutes);
        var words = WordsOf(SymbolRule.Of(query.Symbol, query.Name));
        var reply = await _reader.ReadAsync(
            keys, back,
            (token, after, cancel) => api().SearchAsync(
                token.Bearer, keys.UserAgent, words, restrictSr: 1, sort: "new", SpanOf(back), RedditReader.RowsMax, after, rawJson: 1,
                cancel),
            cancellationToken);
        return Answer(reply, reading => MoodRules.Snapshot(SourceId, query, reading.Posts, reading.At, reading.ReachesBack));
    }

    public async Task<VendorReply<DataPage<TrendingSymbol>>> GetTrendingAsync(int lookbackMinutes, CancellationToken cancellationToken)
    {
        if (RedditKeys.Read<DataPage<TrendingSymbol>>(endpoints, out var failure) is not { } keys)
        {
            return failure!; // Set wherever there are no keys.
        }

        var reply = await _reader.ReadAsync(
            keys, TimeSpan.FromMinutes(2 * lookbackMinutes),
            (token, after, cancel) => api().GetNewAsync(token.Bearer, keys.UserAgent, RedditReader.RowsMax, after, rawJson: 1, cancel),
            cancellationToken);
        return Answer(reply, reading => new DataPage<TrendingSymbol>(
            TrendRules.Of(SourceId, reading.Posts, reading.At, lookbackMinutes, reading.ReachesBack), ContinueFrom: null));
    }

    /// <summary>
    /// Ticker and names, any of them. A ticker that is a word would bring every post with the word: it is left to the names.
    /// </summary>
    private static string WordsOf(SymbolRule rule)
    {
        var names = rule.Names.Select(name => $"\"{name}\"");
        var isPlainWord = rule.IsWord && rule.Strangers.Length == 0 && rule.Names.Length > 0;
        return string.Join(" OR ", isPlainWord ? names : names.Prepend(rule.Symbol));
    }

    private static string SpanOf(TimeSpan back) => back.TotalHours switch
    {
        <= 1 => "hour",
        <= 24 => "day",
        <= 168 => "week",
        <= 720 => "month",
        _ => "year",
    };

    private static VendorReply<T> Answer<T>(VendorReply<RedditReading> reply, Func<RedditReading, T> value)
        where T : class
        => reply.Value is { } reading
            ? VendorReplies.Ok(value(reading), usedUnits: null) with { StatedUses = RedditLimits.UsesOf(reading.Last) }
            : reply.With<T>(null);
}
