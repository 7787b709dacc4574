using System.Runtime.InteropServices;

namespace OrleansAssets.Vendors.Series;

/// <summary>A row of a vendor's time series, before it is judged.</summary>
/// <param name="At">Start of its period, UTC.</param>
/// <param name="Value">Null where the vendor states that it has none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeriesRow(DateTimeOffset At, decimal? Value);
