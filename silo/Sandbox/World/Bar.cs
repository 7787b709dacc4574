using System.Runtime.InteropServices;

namespace OrleansAssets.Sandbox.World;

/// <summary>A stretch of trading in whole price steps and whole lots, so that parts add up to their whole exactly.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Bar(DateTimeOffset Start, DateTimeOffset End, long Open, long High, long Low, long Close, long Volume)
{
    /// <summary>This bar and the one after it as one.</summary>
    public Bar Then(Bar next)
        => new(Start, next.End, Open, Math.Max(High, next.High), Math.Min(Low, next.Low), next.Close, Volume + next.Volume);

    /// <summary>
    /// Splits into equal parts in time that make up this bar exactly: they start at its open, end at its close, reach its high and low
    /// and no further, and share its volume. The same noise gives the same parts.
    /// </summary>
    public Bar[] Split(int count, Noise noise)
    {
        var parts = new Bar[count];
        var (highAt, lowAt) = (PartOf(noise.Uniform(-1), count), PartOf(noise.Uniform(-2), count));
        var range = High - Low;
        var length = (End - Start) / count;
        var weights = noise.Child(1);
        var totalWeight = 0.0;
        for (var index = 0; index < count; index++)
        {
            totalWeight += 0.4 + weights.Uniform(index);
        }

        var (open, weight, volumeBefore) = (Open, 0.0, 0L);
        for (var index = 0; index < count; index++)
        {
            var isLast = index == count - 1;
            var close = isLast ? Close : BoundaryAfter(index, count, range, noise);
            weight += 0.4 + weights.Uniform(index);
            var volumeSoFar = isLast ? Volume : (long)(Volume * (weight / totalWeight));
            var reach = range * 0.35 / Math.Sqrt(count);
            parts[index] = new Bar(
                Start + (length * index),
                Start + (length * (index + 1)),
                open,
                index == highAt ? High : Math.Min(High, Math.Max(open, close) + (long)(reach * noise.Uniform((4L * index) + 1))),
                index == lowAt ? Low : Math.Max(Low, Math.Min(open, close) - (long)(reach * noise.Uniform((4L * index) + 2))),
                close,
                volumeSoFar - volumeBefore);
            (open, volumeBefore) = (close, volumeSoFar);
        }

        return parts;
    }

    private static int PartOf(double uniform, int count) => Math.Min(count - 1, (int)(uniform * count));

    /// <summary>A bridge from open to close whose width is greatest in the middle, kept between low and high.</summary>
    private long BoundaryAfter(int index, int count, long range, Noise noise)
    {
        var share = (index + 1) / (double)count;
        var straight = Open + ((Close - Open) * share);
        var width = range * 0.6 * Math.Sqrt(share * (1 - share));
        var swing = noise.Child(2).Smooth((index + 1) * 6.0 / count)
            + (0.5 * noise.Child(3).Normal(index) / Math.Sqrt(Math.Max(1, count / 8)));
        return Math.Clamp((long)Math.Round(straight + (width * swing)), Low, High);
    }
}
