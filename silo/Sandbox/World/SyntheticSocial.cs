using System.Collections.Immutable;
using System.Globalization;

namespace OrleansAssets.Sandbox.World;

/// <summary>
/// Posts about the synthetic assets: more of them after large moves, bullish after gains and bearish after losses, with neutral ones,
/// sarcasm, words that look like tickers, reposts and bots among them. An hour's posts are the same for ever.
/// </summary>
/// <param name="world">Tells the forums of different vendors apart.</param>
internal sealed class SyntheticSocial(string world)
{
    private const int SlotsPerHour = 32;
    private const int AssetsMax = 64;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly ImmutableArray<SyntheticMarket> Markets =
    [
        .. SyntheticAsset.All.Where(asset => asset.Hours is not (TradingHours.ForexWeek or TradingHours.Futures))
            .Select(asset => new SyntheticMarket(asset)),
    ];

    private readonly Noise _noise = Noise.Of(world);

    /// <summary>Posts before an instant, newest first, back to another.</summary>
    /// <param name="symbol">Only those about one symbol; null for all.</param>
    public IEnumerable<SyntheticPost> Before(DateTimeOffset until, DateTimeOffset from, string? symbol)
    {
        for (var hour = HourOf(until); hour > from - Hour; hour -= Hour)
        {
            var posts = Markets.Select((market, index) => (market, index))
                .Where(entry => symbol is null || SymbolOf(entry.market) == symbol)
                .SelectMany(entry => PostsOf(entry.market, entry.index, hour)).OrderByDescending(post => post.Number);
            foreach (var post in posts.Where(post => post.At < until && post.At >= from))
            {
                yield return post;
            }
        }
    }

    /// <summary>What an account that is watched posts about a symbol: a few posts a day, some of them about something else.</summary>
    public static IEnumerable<SyntheticPost> OfAccount(string account, string symbol, DateTimeOffset until, DateTimeOffset from)
    {
        for (var hour = HourOf(until); hour > from - Hour; hour -= Hour)
        {
            var noise = Noise.Of(account).Child(hour.ToUnixTimeSeconds());
            var at = hour + (Hour * noise.Uniform(1));
            if (noise.Uniform(0) < 0.4 && at < until && at >= from)
            {
                var phrase = SocialPhrases.Followed[Pick(noise.Uniform(2), SocialPhrases.Followed.Length)];
                var likes = (int)(9000 * noise.Uniform(3));
                yield return new SyntheticPost(NumberOf(hour, 0, 0), account, at, Write(phrase, symbol, noise), likes);
            }
        }
    }

    /// <summary>The symbol that posts write for an asset.</summary>
    public static string SymbolOf(SyntheticMarket market) => market.Asset.Id.Split('/')[0];

    private IEnumerable<SyntheticPost> PostsOf(SyntheticMarket market, int index, DateTimeOffset hour)
    {
        var noise = _noise.Child(index).Child(hour.ToUnixTimeSeconds());
        var before = (double)market.PriceAt(hour - (6 * Hour));
        var move = ((market.PriceAt(hour) / before) - 1) / market.Asset.DailyVolatility;
        var usual = market.Asset.VolatilityScore * 0.5 * (0.4 + noise.Uniform(-1));
        var count = Math.Min(SlotsPerHour, (int)(usual * (1 + (2 * Math.Abs(move)))));
        var bullish = Math.Clamp(0.4 + (0.4 * move), 0.1, 0.75);
        for (var slot = 0; slot < count; slot++)
        {
            // Times rise with the slot, so that numbers and times have one order.
            var own = noise.Child(slot);
            var at = hour + (Hour * ((slot + own.Uniform(0)) / count));
            var text = TextOf(own, SymbolOf(market), bullish, out var isBot);
            var author = isBot ? "synthetic_bot" : "synthetic_" + Pick(own.Uniform(1), 900).ToString(CultureInfo.InvariantCulture);
            yield return new SyntheticPost(NumberOf(hour, slot, index), author, at, text, (int)(200 * Math.Pow(own.Uniform(2), 4)));
        }
    }

    private static string TextOf(Noise noise, string symbol, double bullish, out bool isBot)
    {
        var kind = noise.Uniform(3);
        isBot = kind > 0.97;
        var phrases = isBot ? [SocialPhrases.Bot]
            : kind > 0.92 ? SocialPhrases.LookAlikes
            : kind > 0.75 ? SocialPhrases.Neutral
            : noise.Uniform(4) < bullish ? SocialPhrases.Bullish : SocialPhrases.Bearish;
        return Write(phrases[Pick(noise.Uniform(5), phrases.Length)], symbol, noise);
    }

    private static string Write(string phrase, string symbol, Noise noise) => phrase.Replace("{0}", symbol, StringComparison.Ordinal)
        .Replace("{1}", (1 + Pick(noise.Uniform(6), 500)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static long NumberOf(DateTimeOffset hour, int slot, int index)
        => ((((hour.ToUnixTimeSeconds() / 3600) * SlotsPerHour) + slot) * AssetsMax) + index;

    private static int Pick(double uniform, int count) => Math.Min(count - 1, (int)(uniform * count));

    private static DateTimeOffset HourOf(DateTimeOffset instant)
        => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds() / 3600 * 3600);
}

/// <summary>A post of the invented forums.</summary>
/// <param name="Number">Grows with time; each vendor writes its ids from it.</param>
internal sealed record SyntheticPost(long Number, string Author, DateTimeOffset At, string Text, int Approvals);

/// <summary>What a search asks for: terms with OR between them.</summary>
internal sealed record SearchTerms(ImmutableArray<string> Terms)
{
    private static readonly ImmutableArray<(string Symbol, string Name)> Names =
    [
        ("AMC", "amc entertainment"), ("AMD", "advanced micro devices"), ("BTC", "bitcoin"), ("DNUT", "krispy kreme"), ("ETH", "ethereum"),
        ("GME", "gamestop"), ("NVDA", "nvidia"), ("OPEN", "opendoor"), ("QUBT", "quantum computing inc"), ("RGTI", "rigetti"),
        ("TSLA", "tesla"),
    ];

    /// <summary>The terms of a query: <c>GME OR "gamestop"</c>, or the same in brackets with operators behind them.</summary>
    public static SearchTerms Of(string query)
    {
        var end = query.IndexOf(')', StringComparison.Ordinal);
        var terms = query.StartsWith('(') && end > 0 ? query[1..end] : query;
        return new SearchTerms([.. terms.Split(" OR ").Select(term => term.Trim(' ', '"', '$')).Where(term => term.Length > 0)]);
    }

    /// <summary>The symbol that the terms are about; null where the world has none like it.</summary>
    public string? Symbol => SyntheticAsset.All.Select(asset => asset.Id.Split('/')[0])
            .FirstOrDefault(symbol => Terms.Contains(symbol, StringComparer.OrdinalIgnoreCase))
        ?? Names.FirstOrDefault(entry => Terms.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)).Symbol;
}
