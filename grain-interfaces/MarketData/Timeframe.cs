using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>Length of a candle.</summary>
[GenerateSerializer, Alias("OrleansAssets.Timeframe")]
public enum Timeframe
{
    /// <summary>One minute.</summary>
    M1 = 1,

    /// <summary>Five minutes.</summary>
    M5 = 5,

    /// <summary>A quarter of an hour.</summary>
    M15 = 15,

    /// <summary>Half an hour.</summary>
    M30 = 30,

    /// <summary>One hour.</summary>
    H1 = 60,

    /// <summary>Four hours.</summary>
    H4 = 240,

    /// <summary>One day, UTC.</summary>
    D1 = 1440,
}

/// <summary>Lengths and codes (<c>1m</c>, <c>1h</c>, <c>1d</c>); the enum's number is the length in minutes.</summary>
public static class TimeframeExtensions
{
    private static readonly ImmutableArray<(Timeframe Timeframe, string Code)> Known =
    [
        (Timeframe.M1, "1m"), (Timeframe.M5, "5m"), (Timeframe.M15, "15m"), (Timeframe.M30, "30m"),
        (Timeframe.H1, "1h"), (Timeframe.H4, "4h"), (Timeframe.D1, "1d"),
    ];

    private static readonly ImmutableArray<string> KnownCodes = [.. Known.Select(known => known.Code)];

    /// <summary>What a timeframe says of itself.</summary>
    extension(Timeframe timeframe)
    {
        /// <summary>All codes, shortest timeframe first.</summary>
        public static ImmutableArray<string> Codes => KnownCodes;

        /// <summary>Reads a code; case matters, as '1m' is a minute.</summary>
        public static bool TryParseCode(string? code, out Timeframe found)
        {
            foreach (var known in Known)
            {
                if (string.Equals(known.Code, code, StringComparison.Ordinal))
                {
                    found = known.Timeframe;
                    return true;
                }
            }

            found = default;
            return false;
        }

        /// <summary>The length of one candle.</summary>
        public TimeSpan Duration() => TimeSpan.FromMinutes((int)timeframe);

        /// <summary>
        /// What open times are multiples of, since 1970-01-01T00:00Z: the length, but half an hour for the hourly ones, as hours of US
        /// shares are counted from 9:30 in New York.
        /// </summary>
        public TimeSpan Step() => timeframe is Timeframe.H1 or Timeframe.H4 ? Timeframe.M30.Duration() : timeframe.Duration();

        /// <summary>The code, e.g. <c>1h</c>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enum.</exception>
        public string Code()
        {
            foreach (var known in Known)
            {
                if (known.Timeframe == timeframe)
                {
                    return known.Code;
                }
            }

            throw new ArgumentOutOfRangeException(nameof(timeframe), timeframe, "Unknown timeframe.");
        }

        /// <summary>The open time of the candle that contains an instant: a multiple of the length since 1970-01-01T00:00Z.</summary>
        public DateTimeOffset OpenTimeOf(DateTimeOffset instant)
        {
            var lengthTicks = timeframe.Duration().Ticks;
            var sinceEpochTicks = (instant - DateTimeOffset.UnixEpoch).Ticks;
            var remainder = sinceEpochTicks % lengthTicks;
            return DateTimeOffset.UnixEpoch.AddTicks(sinceEpochTicks - (remainder < 0 ? remainder + lengthTicks : remainder));
        }
    }
}

/// <summary>A stretch of time, UTC.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TimeRange")]
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset Until);
