namespace OrleansAssets.Domain.Performance;

/// <summary>Runs of one sign: the longest, and the one that the last value ends.</summary>
public sealed record Streaks(int Longest, int Current)
{
    public static Streaks Of(ReadOnlySpan<int> signs, int sign)
    {
        var (longest, current) = (0, 0);
        foreach (var one in signs)
        {
            current = one == sign ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return new Streaks(longest, current);
    }
}
