using OrleansAssets.DataSources;

namespace OrleansAssets;

/// <summary>
/// Builds and parses every grain key of the product. Each key starts with a prefix that can be read neither as a Guid nor as a
/// hexadecimal number, so that no two grains share a row in the ADO.NET tables.
/// </summary>
public static class Keys
{
    /// <summary>Longest key in characters; the reminder table keeps 150 for type and key together.</summary>
    public const int LengthMax = 100;

    /// <summary>The one catalogue of a service.</summary>
    public const string Catalogue = "catalogue/main";

    /// <summary>The one keeper of the time-series partitions.</summary>
    public const string Partitions = "partitions/main";

    /// <summary>The one reader of the audit log.</summary>
    public const string Audit = "audit/main";

    /// <summary>The one risk model of a service.</summary>
    public const string RiskModel = "risk-model/main";

    /// <summary>The one reader of sentiment.</summary>
    public const string Sentiment = "sentiment/main";

    /// <summary>The readers of market data: every silo has its own.</summary>
    public const string MarketData = "market-data/main";

    /// <summary>The one keeper of the corporate actions.</summary>
    public const string CorporateActions = "corporate-actions/main";

    /// <summary>The one account above the portfolios.</summary>
    public const string Account = "account/main";

    /// <summary>The one reader of what refused orders.</summary>
    public const string Refusals = "refusals/main";

    /// <summary>The one outbox of what people are told.</summary>
    public const string Notices = "notices/main";

    /// <summary>The one keeper of access tokens.</summary>
    public const string Access = "access/main";

    /// <summary>The one watchdog over the reminders.</summary>
    public const string Watchdog = "watchdog/main";

    /// <summary>The portfolio used where none is named.</summary>
    public const string DefaultPortfolioId = "main";

    /// <summary>What every key of a portfolio starts with; their journals are the streams of this name.</summary>
    public const string Portfolios = "portfolio/";

    private const string ShadowPart = ".shadow.";
    private const string DrillPart = ".drill";

    /// <summary>Key of an asset, e.g. <c>asset/BTC/USDT</c>.</summary>
    public static string Asset(string assetId) => Build("asset", assetId);

    /// <summary>Key of an asset class, e.g. <c>class/crypto</c>.</summary>
    public static string AssetClass(string classId) => Build("class", classId);

    /// <summary>Key of a phase, e.g. <c>phase/phase_1_stocks</c>.</summary>
    public static string Phase(string phaseId) => Build("phase", phaseId);

    /// <summary>Key of a portfolio, e.g. <c>portfolio/main</c>.</summary>
    public static string Portfolio(string portfolioId) => Build("portfolio", portfolioId);

    /// <summary>Key of the performance of a portfolio, e.g. <c>performance/main</c>.</summary>
    public static string Performance(string portfolioId) => Build("performance", portfolioId);

    /// <summary>Id of the paper portfolio that rehearses a class beside a portfolio, e.g. <c>main.shadow.stocks</c>.</summary>
    public static string ShadowPortfolio(string portfolioId, string classId) => $"{portfolioId}{ShadowPart}{classId}";

    /// <summary>Id of the paper portfolio on which halts of a portfolio are rehearsed, e.g. <c>main.drill</c>.</summary>
    public static string DrillPortfolio(string portfolioId) => portfolioId + DrillPart;

    /// <summary>Whether a portfolio is a paper one.</summary>
    public static bool IsShadowPortfolio(string portfolioId)
    {
        ArgumentNullException.ThrowIfNull(portfolioId);
        return ShadowClassOf(portfolioId) is not null || IsDrillPortfolio(portfolioId);
    }

    /// <summary>Whether halts are rehearsed on a portfolio.</summary>
    public static bool IsDrillPortfolio(string portfolioId)
    {
        ArgumentNullException.ThrowIfNull(portfolioId);
        return portfolioId.EndsWith(DrillPart, StringComparison.Ordinal);
    }

    /// <summary>The class that a paper portfolio rehearses; null for any other portfolio.</summary>
    public static string? ShadowClassOf(string portfolioId)
    {
        ArgumentNullException.ThrowIfNull(portfolioId);
        var at = portfolioId.LastIndexOf(ShadowPart, StringComparison.Ordinal);
        return at > 0 ? portfolioId[(at + ShadowPart.Length)..] : null;
    }

    /// <summary>The portfolio that a paper one stands beside; a portfolio that is none itself.</summary>
    public static string ParentPortfolio(string portfolioId)
    {
        ArgumentNullException.ThrowIfNull(portfolioId);
        var at = portfolioId.LastIndexOf(ShadowPart, StringComparison.Ordinal);
        return at > 0 ? portfolioId[..at] : IsDrillPortfolio(portfolioId) ? portfolioId[..^DrillPart.Length] : portfolioId;
    }

    /// <summary>Key of a data source, e.g. <c>source/ccxt_binance</c>.</summary>
    public static string DataSource(string sourceId) => Build("source", sourceId);

    /// <summary>Key of the stream of quotes of a data source, e.g. <c>stream/ccxt_binance</c>.</summary>
    public static string QuoteStream(string sourceId) => Build("stream", sourceId);

    /// <summary>Key of an import, e.g. <c>import/7d0c...</c>.</summary>
    public static string Import(Guid importId) => Build("import", importId.ToString("D"));

    /// <summary>Key of a feed: source, asset and dataset, e.g. <c>feed/ccxt_binance/BTC/USDT/candles-1h</c>.</summary>
    public static string Feed(FeedId feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Build("feed", $"{feed.SourceId}/{feed.AssetId}/{feed.Dataset}");
    }

    /// <summary>The id inside a key made by one of the methods above.</summary>
    /// <exception cref="ArgumentException">The key has no prefix.</exception>
    public static string IdOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? key[(slash + 1)..]
            : throw new ArgumentException($"'{key}' is no key: it has no prefix and id parted by '/'.", nameof(key));
    }

    /// <summary>The parts of a feed key.</summary>
    /// <exception cref="ArgumentException">The key is not of the form <c>feed/source/asset/dataset</c>.</exception>
    public static FeedId FeedOf(string key)
    {
        var id = IdOf(key);
        var first = id.IndexOf('/', StringComparison.Ordinal);
        var last = id.LastIndexOf('/');
        return first > 0 && last > first + 1 && last < id.Length - 1
            ? new FeedId(id[..first], id[(first + 1)..last], id[(last + 1)..])
            : throw new ArgumentException($"'{key}' is no feed key: it must be feed/source/asset/dataset.", nameof(key));
    }

    private static string Build(string prefix, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        foreach (var character in id)
        {
            if (character == '+' || char.IsControl(character))
            {
                throw new ArgumentException($"'{id}' cannot be an id: '+' and control characters are not allowed.", nameof(id));
            }
        }

        var key = $"{prefix}/{id}";
        return key.Length <= LengthMax
            ? key
            : throw new ArgumentException(
                $"The id has {id.Length} characters; with its prefix '{prefix}/' the most is {LengthMax}.", nameof(id));
    }
}
