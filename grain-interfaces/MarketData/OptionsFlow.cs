using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A large or unusual trade in options of an asset, or a day's volume of one contract.</summary>
/// <param name="FlowId">The source's id, unique there.</param>
/// <param name="At">When it was traded or reported, UTC.</param>
/// <param name="Strike">US dollars a share.</param>
/// <param name="ExpiresOn">Last trading day, in the exchange's calendar.</param>
/// <param name="Contracts">Of 100 shares each.</param>
/// <param name="Premium">US dollars for the whole trade.</param>
/// <param name="Unusual">Whether the source marks it as unusual, or its volume exceeds the open interest.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OptionsFlow")]
public sealed record OptionsFlow(
    string AssetId,
    string SourceId,
    string FlowId,
    DateTimeOffset At,
    OptionType Type,
    OptionSide Side,
    decimal Strike,
    DateOnly ExpiresOn,
    int Contracts,
    decimal Premium,
    int? OpenInterest,
    bool Unusual);

/// <summary>Right of an option.</summary>
[GenerateSerializer, Alias("OrleansAssets.OptionType")]
public enum OptionType
{
    /// <summary>The right to buy.</summary>
    Call = 0,

    /// <summary>The right to sell.</summary>
    Put = 1,
}

/// <summary>Who crossed the spread.</summary>
[GenerateSerializer, Alias("OrleansAssets.OptionSide")]
public enum OptionSide
{
    /// <summary>The source does not say.</summary>
    Unknown = 0,

    /// <summary>The buyer did: the trade was at the ask or above.</summary>
    Buy = 1,

    /// <summary>The seller did: the trade was at the bid or below.</summary>
    Sell = 2,
}
