using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Sentiment;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>
/// The mood of r/wallstreetbets, r/stocks and r/investing: of one asset from a search, of what trends from the newest posts.
/// </summary>
internal sealed class RedditAdapter(VendorClient<IRedditApi> client, RedditTokens tokens) : ISentimentSource, ITrendingSource
{
    private readonly RedditReader _reader = new(client, tokens);

    public string SourceId => RedditVendor.Id;

    /// <summary>Calls of the dearest reading, tokens among them.</summary>
    public int UnitsPerCall => RedditReader.CallsMax;

    public async Task<VendorReply<SentimentSnapshot>> GetSentimentAsync(SentimentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var back = TimeSpan.FromMinutes(2 * query.LookbackMinutes);
        var words = WordsOf(SymbolRule.Of(query.Symbol, query.Name));
        var reply = await _reader.ReadAsync(
            back,
            (api, token, after, cancel) => api.SearchAsync(
                token.Bearer, token.UserAgent, words, restrictSr: 1, sort: "new", SpanOf(back), RedditReader.RowsMax, after, rawJson: 1,
                cancel),
            cancellationToken);
        return reply.With(
            reply.Value is { } reading ? MoodRules.Snapshot(SourceId, query, reading.Posts, reading.At, reading.ReachesBack) : null);
    }

    public async Task<VendorReply<DataPage<TrendingSymbol>>> GetTrendingAsync(int lookbackMinutes, CancellationToken cancellationToken)
    {
        var reply = await _reader.ReadAsync(
            TimeSpan.FromMinutes(2 * lookbackMinutes),
            (api, token, after, cancel) => api.GetNewAsync(token.Bearer, token.UserAgent, RedditReader.RowsMax, after, rawJson: 1, cancel),
            cancellationToken);
        return reply.With(reply.Value is { } reading
            ? new DataPage<TrendingSymbol>(
                TrendRules.Of(SourceId, reading.Posts, reading.At, lookbackMinutes, reading.ReachesBack), ContinueFrom: null)
            : null);
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
}
