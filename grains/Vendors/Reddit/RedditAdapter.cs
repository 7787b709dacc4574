using OrleansAssets.Domain.Sentiment;
using Refit;

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

/// <summary>The part of Reddit's data API that is used, over the three forums at once. Responses are raw.</summary>
internal interface IRedditApi
{
    /// <summary>The newest posts, newest first; the listing ends near 1000.</summary>
    /// <param name="limit">Most posts, up to 100.</param>
    /// <param name="after">The full name that the page before stated as its end; null for the first page.</param>
    /// <param name="rawJson">1 leaves &amp; &lt; &gt; in texts unescaped.</param>
    [Get("/r/wallstreetbets+stocks+investing/new")]
    Task<HttpResponseMessage> GetNewAsync(
        [Header("Authorization")] string authorization,
        [Header("User-Agent")] string userAgent,
        int limit,
        string? after,
        [AliasAs("raw_json")] int rawJson,
        CancellationToken cancellationToken);

    /// <summary>Posts of the forums that hold words, newest first.</summary>
    /// <param name="q">The words, with OR between them and quotes around those that belong together.</param>
    /// <param name="restrictSr">1 searches these forums only.</param>
    /// <param name="t">How old posts may be: <c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>year</c> or <c>all</c>.</param>
    [Get("/r/wallstreetbets+stocks+investing/search")]
    Task<HttpResponseMessage> SearchAsync(
        [Header("Authorization")] string authorization,
        [Header("User-Agent")] string userAgent,
        string q,
        [AliasAs("restrict_sr")] int restrictSr,
        string sort,
        string t,
        int limit,
        string? after,
        [AliasAs("raw_json")] int rawJson,
        CancellationToken cancellationToken);
}

/// <summary>Where Reddit gives out tokens; live it is another host than that of the data.</summary>
internal interface IRedditTokenApi
{
    /// <summary>A token for the application itself.</summary>
    /// <param name="authorization">Basic, of client id and secret.</param>
    /// <param name="form"><c>grant_type=client_credentials</c>.</param>
    [Post("/api/v1/access_token")]
    Task<HttpResponseMessage> GetTokenAsync(
        [Header("Authorization")] string authorization,
        [Header("User-Agent")] string userAgent,
        [Body] HttpContent form,
        CancellationToken cancellationToken);
}
