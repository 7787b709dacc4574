namespace OrleansAssets.Domain.Configuration;

/// <summary>
/// Limits of one portfolio where they are tighter than those of all; null for the same. None is wider: as each portfolio keeps within the
/// limits of all, measured on its own equity, so does the account as a whole.
/// </summary>
public sealed record PortfolioLimits
{
    /// <summary>Fraction of its equity, as are the others.</summary>
    public decimal? MaxPortfolioHeat { get; init; }

    public decimal? MaxSingleClass { get; init; }

    public decimal? MaxCorrelatedExposure { get; init; }

    public decimal? EmergencyStopDrawdown { get; init; }

    public decimal? DailyLossLimit { get; init; }

    /// <summary>Exposure per unit of equity.</summary>
    public decimal? MaxGrossLeverage { get; init; }

    public int? OrdersPerMinute { get; init; }

    public int? OrdersPerDay { get; init; }

    /// <summary>The limits of all with these in place of theirs.</summary>
    public GlobalRisk Within(GlobalRisk all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return all with
        {
            MaxPortfolioHeat = Tighter(MaxPortfolioHeat, all.MaxPortfolioHeat),
            MaxSingleClass = Tighter(MaxSingleClass, all.MaxSingleClass),
            MaxCorrelatedExposure = Tighter(MaxCorrelatedExposure, all.MaxCorrelatedExposure),
            EmergencyStopDrawdown = Tighter(EmergencyStopDrawdown, all.EmergencyStopDrawdown),
            DailyLossLimit = Tighter(DailyLossLimit, all.DailyLossLimit),
            Orders = all.Orders with
            {
                MaxGrossLeverage = Tighter(MaxGrossLeverage, all.Orders.MaxGrossLeverage),
                OrdersPerMinute = Tighter(OrdersPerMinute, all.Orders.OrdersPerMinute),
                OrdersPerDay = Tighter(OrdersPerDay, all.Orders.OrdersPerDay),
            },
        };
    }

    private static T Tighter<T>(T? own, T all)
        where T : struct, IComparable<T> => own is { } one && one.CompareTo(all) < 0 ? one : all;
}
