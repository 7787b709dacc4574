namespace OrleansAssets.Pages.Parts;

/// <summary>What a colour says; words beside it say the same.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Plain = 0,

    /// <summary>As it should be.</summary>
    Good = 1,

    /// <summary>To be looked at.</summary>
    Warn = 2,

    /// <summary>Stopped, broken or lost.</summary>
    Bad = 3,

    /// <summary>The page's own accent.</summary>
    Accent = 4,
}
