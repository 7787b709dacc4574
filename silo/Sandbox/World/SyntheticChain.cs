namespace OrleansAssets.Sandbox.World;

/// <summary>The chain of one coin, day by day; what vendors say of it agrees, and with the coin's price.</summary>
internal sealed class SyntheticChain
{
    /// <summary>A billion, past which prices and rates need no digits.</summary>
    private const double Large = 1e9;

    private readonly SyntheticMarket _market;
    private readonly SyntheticSeries _addresses, _transactions, _inflow, _outflow, _balance, _mvrv, _sopr;
    private readonly SyntheticSeries? _hashRate;
    private readonly double _supply;

    private SyntheticChain(
        string symbol, string assetId, double supply, double addresses, double transactions, double flow, double balance, double? hashRate)
    {
        (Symbol, _supply) = (symbol, supply);
        _market = new SyntheticMarket(
            SyntheticAsset.Find(assetId) ?? throw new ArgumentException("is none of the world's", nameof(assetId)));
        _addresses = new SyntheticSeries($"{symbol} addresses", addresses, 0.03);
        _transactions = new SyntheticSeries($"{symbol} transactions", transactions, 0.03);
        _inflow = new SyntheticSeries($"{symbol} inflow", flow, 0.05);
        _outflow = new SyntheticSeries($"{symbol} outflow", flow * 1.01, 0.05);
        _balance = new SyntheticSeries($"{symbol} balance", balance, 0.002);
        _mvrv = new SyntheticSeries($"{symbol} mvrv", 1.8, 0.015);
        _sopr = new SyntheticSeries($"{symbol} sopr", 1.01, 0.001);
        _hashRate = hashRate is { } rate ? new SyntheticSeries($"{symbol} hash rate", rate, 0.02) : null;
    }

    /// <summary>Bitcoin.</summary>
    public static SyntheticChain Bitcoin { get; } = new(
        "BTC", "BTC/USDT", 19_800_000, 850_000, 450_000, 34_000, 2_300_000, hashRate: 8e20);

    /// <summary>Ethereum, which has no miners.</summary>
    public static SyntheticChain Ethereum { get; } = new(
        "ETH", "ETH/USDT", 120_700_000, 520_000, 1_150_000, 380_000, 16_000_000, hashRate: null);

    /// <summary>E.g. <c>BTC</c>.</summary>
    public string Symbol { get; }

    /// <summary>The coin's market.</summary>
    public SyntheticMarket Market => _market;

    /// <summary>A chain by the symbol of its coin; null where the world has none.</summary>
    public static SyntheticChain? Find(string symbol) => symbol == Bitcoin.Symbol ? Bitcoin : symbol == Ethereum.Symbol ? Ethereum : null;

    /// <summary>A fact of a date; null where the chain has none.</summary>
    public decimal? Of(ChainFact fact, DateOnly date) => fact switch
    {
        ChainFact.ActiveAddresses => Whole(_addresses.On(date)),
        ChainFact.NewAddresses => Whole(_addresses.On(date) * 0.4),
        ChainFact.Transactions => Whole(_transactions.On(date)),
        ChainFact.Transfers => Whole(_transactions.On(date) * 1.8),
        ChainFact.ExchangeInflow => Exact(_inflow.On(date)),
        ChainFact.ExchangeOutflow => Exact(_outflow.On(date)),
        ChainFact.ExchangeNetFlow => Exact(_inflow.On(date)) - Exact(_outflow.On(date)),
        ChainFact.ExchangeBalance => Exact(_balance.On(date)),
        ChainFact.HashRate => _hashRate is { } rate ? Whole(rate.On(date)) : null,
        ChainFact.Supply => Exact(_supply),
        ChainFact.Issuance => Exact(_supply * 0.008 / 365) * _market.CloseOn(date),
        ChainFact.Price => _market.CloseOn(date),
        ChainFact.MarketCap => Exact(_supply) * _market.CloseOn(date),
        ChainFact.Mvrv => Exact(_mvrv.On(date)),
        _ => Exact(_sopr.On(date)),
    };

    private static decimal Whole(double value) => Math.Round((decimal)value);

    private static decimal Exact(double value) => Math.Round((decimal)value, value > Large ? 0 : 8);
}

/// <summary>What a day on a chain is measured by.</summary>
internal enum ChainFact
{
    ActiveAddresses,
    NewAddresses,
    Transactions,
    Transfers,

    /// <summary>Coins that moved to exchanges.</summary>
    ExchangeInflow,

    /// <summary>Coins that moved from exchanges.</summary>
    ExchangeOutflow,
    ExchangeNetFlow,

    /// <summary>Coins that exchanges hold.</summary>
    ExchangeBalance,

    /// <summary>Hashes a second; only where there are miners.</summary>
    HashRate,

    /// <summary>Coins in circulation.</summary>
    Supply,

    /// <summary>US dollars that new coins are worth.</summary>
    Issuance,
    Price,
    MarketCap,

    /// <summary>Market value over realized value.</summary>
    Mvrv,

    /// <summary>Spent output profit ratio.</summary>
    Sopr,
}
