using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Sentiment;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>
/// The mood on X, and the posts of watched accounts. X bills each post that is read, so that units of this source are posts: those asked
/// for, whether they come or not; a count is billed as one post, an account as two.
/// </summary>
internal sealed class TwitterAdapter(Func<ITwitterApi> api, VendorHttp http, IVendorEndpoints endpoints, TimeProvider clock)
    : ISentimentSource, IPostSource
{
    private const int SampleMax = 20;
    private const int CountsUnits = 2;
    private const int PostsMax = 10;
    private const int UserUnits = 2;
    private const int TextCharsMax = 280;
    private const string Fields = "created_at,author_id,public_metrics,note_tweet";

    private readonly ConcurrentDictionary<string, string> _userIds = new(StringComparer.OrdinalIgnoreCase);

    public string SourceId => TwitterVendor.Id;

    /// <summary>Posts of the dearest call: a sample and two counts. Following an account asks for 10, and 2 more the first time.</summary>
    public int UnitsPerCall => Math.Max(SampleMax + CountsUnits, PostsMax + UserUnits);

    /// <summary>
    /// Mentions are counted by X; their mood is that of the newest posts among them, scaled to the count. The change of volume is left
    /// out where the interval before reaches further back than X's seven days.
    /// </summary>
    public async Task<VendorReply<SentimentSnapshot>> GetSentimentAsync(SentimentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (VendorKey.Read<SentimentSnapshot>(endpoints, SourceId, TwitterVendor.TokenVariable, out var failure) is not { } token)
        {
            return failure!; // Set wherever there is no token.
        }

        var rule = SymbolRule.Of(query.Symbol, query.Name);
        var words = TwitterSearch.WordsOf(rule);
        var end = TwitterTimes.EndOf(clock.GetUtcNow());
        var lookback = TimeSpan.FromMinutes(query.LookbackMinutes);
        if (lookback > TwitterTimes.Reach)
        {
            return VendorReplies.Fail<SentimentSnapshot>(
                FeedResult.Malformed, $"twitter searches at most 7 days back; shorten the look-back of {query.LookbackMinutes} minutes.");
        }

        var sample = await SampleAsync(token, words, end - lookback, end, cancellationToken);
        if (sample.Value is not { } posts)
        {
            return VendorReplies.Fail<SentimentSnapshot>(sample.Result, sample.Error!, retryAfter: sample.RetryAfter);
        }

        var now = await CountAsync(token, words, end - lookback, end, cancellationToken);
        if (now.Value is not { } counted)
        {
            return VendorReplies.Fail<SentimentSnapshot>(now.Result, now.Error!, retryAfter: now.RetryAfter);
        }

        Tally? before = null;
        if (2 * lookback <= TwitterTimes.Reach)
        {
            var reply = await CountAsync(token, words, end - (2 * lookback), end - lookback, cancellationToken);
            if (reply.Value is null)
            {
                return VendorReplies.Fail<SentimentSnapshot>(reply.Result, reply.Error!, retryAfter: reply.RetryAfter);
            }

            before = reply.Value;
        }

        var read = MoodRules.Snapshot(SourceId, query, posts, end, reachesBack: false);
        return VendorReplies.Ok(TwitterSearch.Scale(read, posts.Count, counted.Total, before?.Total), usedUnits: null);
    }

    /// <summary>
    /// At most the newest ten posts since an instant. An account that wrote more between two collections keeps the newest: a post counts as
    /// an event while it is fresh.
    /// </summary>
    public async Task<VendorReply<DataPage<WatchedPost>>> GetPostsAsync(PostQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (VendorKey.Read<DataPage<WatchedPost>>(endpoints, SourceId, TwitterVendor.TokenVariable, out var failure) is not { } token)
        {
            return failure!; // Set wherever there is no token.
        }

        var user = await UserIdAsync(token, query.Account, cancellationToken);
        if (user.Value is not { } userId)
        {
            return VendorReplies.Fail<DataPage<WatchedPost>>(user.Result, user.Error!, retryAfter: user.RetryAfter);
        }

        var end = TwitterTimes.EndOf(clock.GetUtcNow());
        var from = TwitterTimes.Format(query.From < end ? query.From : end);
        var reply = await http.SendAsync(
            SourceId,
            cancel => api().GetPostsAsync(Bearer(token), userId, from, PostsMax, exclude: "retweets,replies", Fields, cancel),
            cancellationToken);
        return Read(reply, token, (failures, exchange, root) => TwitterParser.TryReadPosts(root, PostsMax, out var posts) is { } fault
            ? failures.Malformed<DataPage<WatchedPost>>(exchange, fault)
            : VendorReplies.Ok(PageOf(query, posts), usedUnits: null));
    }

    private DataPage<WatchedPost> PageOf(PostQuery query, ImmutableArray<SocialPost> posts)
    {
        var rule = SymbolRule.Of(query.Symbol, query.Name);
        return new DataPage<WatchedPost>(
            [
                .. posts.Where(post => post.At >= query.From).OrderBy(post => post.At).ThenBy(post => post.Id, StringComparer.Ordinal)
                    .DistinctBy(post => post.Id, StringComparer.Ordinal)
                    .Select(post => Watched(query, post, rule)),
            ],
            ContinueFrom: null);
    }

    private WatchedPost Watched(PostQuery query, SocialPost post, SymbolRule rule)
    {
        var words = PostWords.Of(post.Text);
        var length = Math.Min(TextCharsMax, post.Text.Length);
        length -= length > 0 && length < post.Text.Length && char.IsHighSurrogate(post.Text[length - 1]) ? 1 : 0;
        return new WatchedPost(
            query.AssetId, SourceId, query.Account, post.Id, post.At, post.Text[..length], Math.Round(MoodScorer.Score(words).Score, 4),
            SymbolDetector.Mentions(words, rule));
    }

    private async Task<VendorReply<string>> UserIdAsync(string token, string account, CancellationToken cancellationToken)
    {
        var name = account.TrimStart('@');
        if (_userIds.TryGetValue(name, out var known))
        {
            return VendorReplies.Ok(known, usedUnits: null);
        }

        var reply = await http.SendAsync(SourceId, cancel => api().GetUserAsync(Bearer(token), name, cancel), cancellationToken);
        var read = Read(reply, token, (failures, exchange, root) => TwitterParser.ReadUserId(root) is { } id
            ? VendorReplies.Ok(id, usedUnits: null)
            : failures.ProblemIn(root) is { } problem
                ? failures.Fail<string>(
                    exchange, FeedResult.UnknownSymbol,
                    $"{SourceId} has no account '{account}' ({problem}); correct watched_accounts in assets_config.yaml.")
                : failures.Malformed<string>(exchange, "holds no account"));
        if (read.Value is { } userId)
        {
            _userIds[name] = userId;
        }

        return read;
    }

    private async Task<VendorReply<IReadOnlyList<SocialPost>>> SampleAsync(
        string token, string words, DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(
            SourceId,
            cancel => api().SearchAsync(
                Bearer(token), words, TwitterTimes.Format(from), TwitterTimes.Format(end), SampleMax, "recency", Fields, cancel),
            cancellationToken);
        return Read(reply, token, (failures, exchange, root) => TwitterParser.TryReadPosts(root, SampleMax, out var posts) is { } fault
            ? failures.Malformed<IReadOnlyList<SocialPost>>(exchange, fault)
            : VendorReplies.Ok<IReadOnlyList<SocialPost>>(posts, usedUnits: null));
    }

    private async Task<VendorReply<Tally>> CountAsync(
        string token, string words, DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(
            SourceId,
            cancel => api().CountAsync(
                Bearer(token), words, TwitterTimes.Format(from), TwitterTimes.Format(end), granularity: "day", cancel),
            cancellationToken);
        return Read(reply, token, (failures, exchange, root) => TwitterParser.ReadTotal(root) is { } total
            ? VendorReplies.Ok(new Tally(total), usedUnits: null)
            : failures.Malformed<Tally>(exchange, "holds no total"));
    }

    private static VendorReply<T> Read<T>(
        VendorReply<VendorExchange> reply, string token, Func<VendorFailures, VendorExchange, JsonElement, VendorReply<T>> read)
        where T : class
    {
        if (reply.Value is not { } exchange)
        {
            return reply.As<T>();
        }

        var failures = TwitterErrors.For(token);
        if (failures.FailureOf<T>(exchange) is { } failure)
        {
            return failure;
        }

        using var document = VendorParser.TryParse(exchange);
        return document is null ? failures.Malformed<T>(exchange, "is no JSON") : read(failures, exchange, document.RootElement);
    }

    private static string Bearer(string token) => "Bearer " + token;

    private sealed record Tally(long Total);
}
