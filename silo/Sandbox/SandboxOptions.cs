namespace OrleansAssets.Silo.Sandbox;

/// <summary>Limits that the sandbox holds its callers to; the defaults are the vendors' own.</summary>
internal sealed record SandboxOptions
{
    /// <summary>Weight that Binance grants an address in a minute.</summary>
    public int BinanceWeightPerMinute { get; init; } = 6000;

    /// <summary>Refused calls in one minute after which Binance bans.</summary>
    public int BinanceRefusalsUntilBan { get; init; } = 10;

    /// <summary>Length of Binance's first ban.</summary>
    public TimeSpan BinanceBan { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Calls that Alpaca's free plan grants a key in a minute.</summary>
    public int AlpacaCallsPerMinute { get; init; } = 200;
}
