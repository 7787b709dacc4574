using OrleansAssets.Pages.Parts;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Charts;

/// <summary>The part of a limit that is used, and the colour that says how near it is.</summary>
internal static class LimitPart
{
    /// <summary>From here on a limit is near.</summary>
    public const double Near = 0.6;

    /// <summary>From here on it is about to be reached.</summary>
    public const double VeryNear = 0.8;

    /// <summary>0 and more; 1 is all of it. A limit of nothing is used up by anything.</summary>
    public static double Of(LimitUse use) => use.Limit > 0 ? (double)Math.Max(0, use.Used / use.Limit) : use.Used > 0 ? 1 : 0;

    public static Tone Tone(LimitUse use) => use.Breached ? Parts.Tone.Bad : Tone(Of(use));

    public static Tone Tone(double part) => part >= VeryNear ? Parts.Tone.Bad
        : part >= Near ? Parts.Tone.Warn
        : Parts.Tone.Accent;
}
