namespace OrleansAssets.Sandbox;

/// <summary>When an asset trades.</summary>
internal enum TradingHours
{
    /// <summary>Around the clock; days begin at 00:00Z.</summary>
    Always,

    /// <summary>Sunday 17:00 to Friday 17:00 in New York, where days begin at 17:00; the pauses of futures are left out.</summary>
    ForexWeek,

    /// <summary>9:30 to 16:00 in New York on the trading days of NYSE and Nasdaq.</summary>
    NewYork,
}
