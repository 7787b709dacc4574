namespace OrleansAssets.Silo.Sandbox;

/// <summary>When an asset trades.</summary>
internal enum TradingHours
{
    /// <summary>Around the clock; days begin at 00:00Z.</summary>
    Always,

    /// <summary>Monday to Friday from 00:00Z to 24:00Z, which simplifies the week of the currency and futures markets.</summary>
    Weekdays,

    /// <summary>9:30 to 16:00 in New York on the trading days of NYSE and Nasdaq.</summary>
    NewYork,
}
