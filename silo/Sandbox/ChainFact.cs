namespace OrleansAssets.Sandbox;

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
