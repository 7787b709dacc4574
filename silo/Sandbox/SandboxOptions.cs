namespace OrleansAssets.Sandbox;

/// <summary>Limits that the sandbox holds its callers to; the defaults are the vendors' own.</summary>
public sealed record SandboxOptions
{
    /// <summary>Weight that Binance grants an address in a minute.</summary>
    public int BinanceWeightPerMinute { get; init; } = 6000;

    /// <summary>Refused calls in one minute after which Binance bans.</summary>
    public int BinanceRefusalsUntilBan { get; init; } = 10;

    /// <summary>Length of Binance's first ban.</summary>
    public TimeSpan BinanceBan { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Calls that Glassnode grants a key in a minute.</summary>
    public int GlassnodeCallsPerMinute { get; init; } = 600;

    /// <summary>Calls that Etherscan's free plan grants a key in a second.</summary>
    public int EtherscanCallsPerSecond { get; init; } = 3;

    /// <summary>Calls that Coin Metrics grants an address in six seconds.</summary>
    public int CoinMetricsCallsPerSixSeconds { get; init; } = 10;

    /// <summary>Calls that EIA is taken to grant a key in a second; it publishes no limit.</summary>
    public int EiaCallsPerSecond { get; init; } = 5;

    /// <summary>Calls that FRED grants a key in a minute.</summary>
    public int FredCallsPerMinute { get; init; } = 120;

    /// <summary>Calls that Alpaca's free plan grants a key in a minute.</summary>
    public int AlpacaCallsPerMinute { get; init; } = 200;

    /// <summary>Calls that Reddit grants an application in a minute.</summary>
    public int RedditCallsPerMinute { get; init; } = 100;

    /// <summary>Calls that X grants an application in a minute: 450 in a quarter of an hour.</summary>
    public int TwitterCallsPerMinute { get; init; } = 30;

    /// <summary>Calls that Polygon's paid plan is asked for at most in a second.</summary>
    public int PolygonCallsPerSecond { get; init; } = 100;

    /// <summary>Calls that Alpha Vantage's free plan grants a key in a day.</summary>
    public int AlphaVantageCallsPerDay { get; init; } = 25;

    /// <summary>Calls that OANDA grants an address in a second.</summary>
    public int OandaCallsPerSecond { get; init; } = 120;

    /// <summary>Calls that Unusual Whales grants a key in a minute.</summary>
    public int UnusualWhalesCallsPerMinute { get; init; } = 120;

    /// <summary>Calls that Unusual Whales' basic plan grants a key in a day, which ends at 20:00 in New York.</summary>
    public int UnusualWhalesCallsPerDay { get; init; } = 15_000;
}
