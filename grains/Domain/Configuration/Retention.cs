using System.Collections.Immutable;

namespace OrleansAssets.Domain.Configuration;

/// <summary>
/// How long collected series are kept; what is not named is kept for ever. Candles always are: risk and evidence are measured on them.
/// </summary>
public static class Retention
{
    /// <summary>Least days of any series.</summary>
    public const int DaysMin = 90;

    public const int DaysMax = 36_500;

    /// <summary>The series that may be limited, by the names of their tables.</summary>
    public static readonly ImmutableArray<string> Tables =
        ["leading_indicators", "options_flow", "quotes", "social_sentiment", "trending_symbols"];

    /// <summary>Least days before a series is compressed: until then its rows still come and are corrected.</summary>
    public const int CompressedDaysMin = 30;

    /// <summary>The series that may be compressed, by the names of their tables.</summary>
    public static readonly ImmutableArray<string> Compressible =
        ["candles", "leading_indicators", "options_flow", "posts", "quotes", "social_sentiment", "trending_symbols"];

    /// <summary>Partitions that end at or before this instant are too old.</summary>
    public static DateTimeOffset BeforeOf(int days, DateTimeOffset now) => now.AddDays(-days);
}
