using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A large or unusual trade in options of an asset, or a day's volume of one contract.</summary>
/// <param name="FlowId">The source's id, unique there.</param>
/// <param name="At">When it was traded or reported, UTC.</param>
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
    Call = 0,
    Put = 1,
}

/// <summary>Who crossed the spread.</summary>
[GenerateSerializer, Alias("OrleansAssets.OptionSide")]
public enum OptionSide
{
    Unknown = 0,
    Buy = 1,
    Sell = 2,
}
