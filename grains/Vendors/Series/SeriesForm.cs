namespace OrleansAssets.Vendors.Series;

/// <summary>What must hold of a vendor's time series.</summary>
/// <param name="Unit">Of its values.</param>
/// <param name="Period">Length of a row's period, which must be over; zero where a row is final once it is published.</param>
/// <param name="RowsMax">Most rows that a reply may have.</param>
/// <param name="ServerTime">The vendor's clock.</param>
internal sealed record SeriesForm(string SourceId, string Unit, TimeSpan Period, int RowsMax, DateTimeOffset ServerTime);
