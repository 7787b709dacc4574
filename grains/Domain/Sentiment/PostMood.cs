using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>What a post's words say about its writer's stance.</summary>
/// <param name="Score">-1 (bearish) to +1 (bullish).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PostMood(double Score)
{
    /// <summary>A score further from 0 than this is a stance.</summary>
    public const double StanceFrom = 0.2;

    /// <summary>The stance.</summary>
    public Stance Stance => Score >= StanceFrom ? Stance.Bullish : Score <= -StanceFrom ? Stance.Bearish : Stance.Neutral;
}

/// <summary>Which way a writer leans.</summary>
public enum Stance
{
    Neutral = 0,
    Bullish = 1,
    Bearish = 2,
}
