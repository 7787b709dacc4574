using MathNet.Numerics.Statistics;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// Draws new histories from an old one by the stationary bootstrap (Politis and Romano, 1994): blocks of random length, taken in a circle,
/// so that runs of good and bad days stay together. The seed is fixed: the same history always gives the same answer.
/// </summary>
public sealed class BlockBootstrap
{
    public const int Resamples = 2_000;

    public const long Seed = 0x0A55_E75;

    private readonly double[] _history;
    private readonly double _newBlockChance;
    private ulong _state = (ulong)Seed;

    /// <param name="history">Values by day, at least one.</param>
    public BlockBootstrap(double[] history)
    {
        ArgumentOutOfRangeException.ThrowIfZero(history.Length, nameof(history));
        _history = history;
        _newBlockChance = 1 / MeanBlockDays(history.Length);
    }

    /// <summary>Blocks of the cube root of the history: the rate at which the method's error falls fastest.</summary>
    public static double MeanBlockDays(int days) => Math.Max(1, Math.Cbrt(days));

    /// <summary>Fills a new history; one longer or shorter than the old is allowed.</summary>
    public void Draw(Span<double> drawn)
    {
        var at = 0;
        for (var index = 0; index < drawn.Length; index++)
        {
            at = index == 0 || NextShare() < _newBlockChance ? (int)(NextShare() * _history.Length)
                : at + 1 == _history.Length ? 0 : at + 1;
            drawn[index] = _history[at];
        }
    }

    /// <summary>The middle share of a statistic over new histories as long as the old.</summary>
    public static ConfidenceInterval Interval(double[] history, Func<ReadOnlySpan<double>, double> statistic, double level)
    {
        var bootstrap = new BlockBootstrap(history);
        var (drawn, values) = (new double[history.Length], new double[Resamples]);
        for (var index = 0; index < Resamples; index++)
        {
            bootstrap.Draw(drawn);
            values[index] = statistic(drawn);
        }

        Array.Sort(values);
        return new ConfidenceInterval(
            Quantile(values, (1 - level) / 2), Quantile(values, (1 + level) / 2), level, $"stationary block bootstrap, {Resamples} draws");
    }

    private static double Quantile(double[] sorted, double share) =>
        SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);

    /// <summary>SplitMix64: of the same sequence on every machine and in every version of the runtime.</summary>
    private double NextShare()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
