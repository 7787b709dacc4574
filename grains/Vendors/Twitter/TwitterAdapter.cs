using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>
/// The mood on X, and the posts of watched accounts. X bills each post that is read, so that units of this source are posts: those asked
/// for, whether they come or not; a count is billed as one post, an account as two.
/// </summary>
internal sealed class TwitterAdapter(VendorClient<ITwitterApi> client, TimeProvider clock) : ISentimentSource, IPostSource
{
    private const int SampleMax = 20;
    private const int CountsUnits = 2;
    private const int PostsMax = 20;
    private const int PageRowsMin = 5;
    private const int PageRowsMax = 10;
    private const int PagesMax = 5;
    private const int UserUnits = 2;
    private const int TextCharsMax = 280;
    private const string Fields = "created_at,author_id,public_metrics,note_tweet";

    /// <summary>How far back recent search reaches, less a margin for the way there.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5);

    /// <summary>A reading ends this long ago: X wants at least ten seconds, and clocks differ.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, string> _userIds = new(StringComparer.OrdinalIgnoreCase);

    public string SourceId => TwitterVendor.Id;

    /// <summary>Posts of the dearest call: a sample and two counts. Following an account takes 20, and 2 more the first time.</summary>
    public int UnitsPerCall => Math.Max(SampleMax + CountsUnits, PostsMax + UserUnits);

    /// <summary>
    /// Mentions are counted by X; their mood is that of the newest posts among them, scaled to the count. The change of volume is left
    /// out where the interval before reaches further back than X's seven days.
    /// </summary>
    public async Task<VendorReply<SentimentSnapshot>> GetSentimentAsync(SentimentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (client.ReadKeys() is { IsOk: false } keys)
        {
            return keys.With<SentimentSnapshot>(null);
        }

        var lookback = TimeSpan.FromMinutes(query.LookbackMinutes);
        if (lookback > Reach)
        {
            return new VendorFailure(
                FeedResult.Malformed, $"twitter searches at most 7 days back; shorten the look-back of {query.LookbackMinutes} minutes.");
        }

        var (words, end) = (TwitterSearch.WordsOf(SymbolRule.Of(query.Symbol, query.Name)), End());
        var sample = await SampleAsync(words, end - lookback, end, cancellationToken);
        if (sample.Value is not { } page)
        {
            return sample.With<SentimentSnapshot>(null);
        }

        var now = await CountAsync(words, end - lookback, end, cancellationToken);
        if (now.Value is not { } counted)
        {
            return now.With<SentimentSnapshot>(null);
        }

        var before = 2 * lookback > Reach ? null : await CountAsync(words, end - (2 * lookback), end - lookback, cancellationToken);
        if (before is { IsOk: false })
        {
            return before.With<SentimentSnapshot>(null);
        }

        var read = MoodRules.Snapshot(SourceId, query, page.Rows, end, reachesBack: false);
        return now.With(TwitterSearch.Scale(read, page.Rows.Length, counted.Total, before?.Value?.Total)) with
        {
            LeftOut = sample.LeftOut,
        };
    }

    /// <summary>
    /// The newest posts since an instant, at most twenty a call, in pages of ten: each costs. Where an account wrote more, those before
    /// them are asked for by the next call, and until then it does not count as read: the one that names the asset may be among them.
    /// </summary>
    public async Task<VendorReply<DataPage<WatchedPost>>> GetPostsAsync(PostQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var user = await UserIdAsync(query.Account, cancellationToken);
        if (user.Value is not { } userId)
        {
            return user.With<DataPage<WatchedPost>>(null);
        }

        var end = End();
        var from = Rfc3339.Format(query.From < end ? query.From : end);
        var until = query.Until is { } before && before < end ? Rfc3339.Format(before) : null;
        var (posts, came, leftOut, pageToken) = (new List<SocialPost>(), 0, (LeftOut?)null, (string?)null);
        for (var page = 1; ; page++)
        {
            var rowsMax = Math.Min(PageRowsMax, PostsMax - came);
            var reply = await client.AskAsync(
                query.Account,
                (api, keys, token) => api.GetPostsAsync(
                    keys.Bearer, userId, from, until, rowsMax, pageToken, exclude: "retweets,replies", Fields, token),
                (answer, root) => answer.Ok(TwitterParser.ReadTimeline(root, rowsMax), timeline => timeline),
                cancellationToken);
            if (reply.Value is not { } read)
            {
                return reply.With<DataPage<WatchedPost>>(null);
            }

            posts.AddRange(read.Posts);
            (came, leftOut, pageToken) = (came + read.RowsCount, LeftOut.Sum(leftOut, reply.LeftOut), read.NextToken);
            if (pageToken is null || PostsMax - came < PageRowsMin || page == PagesMax)
            {
                return PageOf(query, reply, posts, pageToken is not null) with { LeftOut = leftOut };
            }
        }
    }

    /// <summary>The newest whole second that may end a reading.</summary>
    private DateTimeOffset End() => DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() - Delay).ToUnixTimeSeconds());

    /// <param name="hasOlder">Whether X has older ones since the query's start.</param>
    private VendorReply<DataPage<WatchedPost>> PageOf(
        PostQuery query, VendorReply<Timeline> reply, List<SocialPost> posts, bool hasOlder)
    {
        if (hasOlder && posts.Count == 0)
        {
            return new VendorFailure(
                FeedResult.NothingNow, $"{SourceId} sent no post of {query.Account} and promises older ones: it is not read.");
        }

        var older = hasOlder ? OlderUntil(query, posts.Min(post => post.At)) : null;
        var rule = SymbolRule.Of(query.Symbol, query.Name);
        var rows = posts.Where(post => post.At >= query.From).OrderBy(post => post.At).ThenBy(post => post.Id, StringComparer.Ordinal)
            .DistinctBy(post => post.Id, StringComparer.Ordinal).Select(post => Watched(query, post, rule));
        return reply.With(new DataPage<WatchedPost>([.. rows], older is null ? null : query.From) { OlderUntil = older });
    }

    /// <summary>Up to where older posts are asked for: whole seconds, that of the oldest once more unless that gets no further.</summary>
    private static DateTimeOffset? OlderUntil(PostQuery query, DateTimeOffset oldest)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(oldest.ToUnixTimeSeconds());
        var until = second.AddSeconds(1) < (query.Until ?? DateTimeOffset.MaxValue) ? second.AddSeconds(1) : second;
        return until > query.From ? until : null;
    }

    private WatchedPost Watched(PostQuery query, SocialPost post, SymbolRule rule)
    {
        var words = PostWords.Of(post.Text);
        return new WatchedPost(
            query.AssetId, SourceId, query.Account, post.Id, post.At, post.Text.Cut(TextCharsMax),
            Math.Round(MoodScorer.Score(words).Score, 4), SymbolDetector.Mentions(words, rule));
    }

    private async Task<VendorReply<string>> UserIdAsync(string account, CancellationToken cancellationToken)
    {
        var name = account.TrimStart('@');
        if (_userIds.TryGetValue(name, out var known))
        {
            return VendorReplies.Ok(known);
        }

        var reply = await client.AskAsync(
            account,
            (api, keys, token) => api.GetUserAsync(keys.Bearer, name, token),
            (answer, root) => (TwitterParser.ReadUserId(root), TwitterErrors.ProblemIn(answer, root)) switch
            {
                ({ } id, _) => answer.Ok(id),
                (_, { } problem) => answer.Fail(
                    FeedResult.UnknownSymbol,
                    $"{SourceId} has no account '{account}' ({problem}); correct watched_accounts in assets_config.yaml."),
                _ => answer.Malformed("holds no account"),
            },
            cancellationToken);
        if (reply.Value is { } userId)
        {
            _userIds[name] = userId;
        }

        return reply;
    }

    private Task<VendorReply<DataPage<SocialPost>>> SampleAsync(
        string words, DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken) => client.AskAsync(
            words,
            (api, keys, token) => api.SearchAsync(
                keys.Bearer, words, Rfc3339.Format(from), Rfc3339.Format(end), SampleMax, "recency", Fields, token),
            (answer, root) => answer.Page(TwitterParser.ReadPosts(root, SampleMax)),
            cancellationToken);

    private Task<VendorReply<Tally>> CountAsync(
        string words, DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken) => client.AskAsync(
            words,
            (api, keys, token) => api.CountAsync(
                keys.Bearer, words, Rfc3339.Format(from), Rfc3339.Format(end), granularity: "day", token),
            (answer, root) => TwitterParser.ReadTotal(root) is { } total
                ? answer.Ok(new Tally(total)) : answer.Malformed("holds no total"),
            cancellationToken);

    private sealed record Tally(long Total);
}
