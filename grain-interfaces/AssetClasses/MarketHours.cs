using Orleans;

namespace OrleansAssets.AssetClasses;

/// <summary>When the assets of a class trade.</summary>
[GenerateSerializer, Alias("OrleansAssets.MarketHours")]
public enum MarketHours
{
    /// <summary>Around the clock, every day; days begin at 00:00Z.</summary>
    Always = 0,

    /// <summary>NYSE and Nasdaq: 9:30 to 16:00 in New York on trading days, to 13:00 on half days.</summary>
    UsExchange = 1,

    /// <summary>Currencies: from Sunday 17:00 to Friday 17:00 in New York; a day begins at 17:00 of the evening before.</summary>
    Forex = 2,

    /// <summary>Futures and contracts on them: as currencies, with an hour's break from 17:00 to 18:00 in New York each day.</summary>
    Futures = 3,
}
