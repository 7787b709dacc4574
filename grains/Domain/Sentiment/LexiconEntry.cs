using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>What the lexicon says of a phrase.</summary>
/// <param name="Weight">From -3 (bearish) to +3 (bullish).</param>
/// <param name="Factor">For a position its weight where a verb governs it; for a booster what it multiplies by.</param>
/// <param name="Roles">What else the phrase is.</param>
/// <param name="WordsMax">Most words of a phrase that starts with this one's first word; set on single words only.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LexiconEntry(double Weight, double Factor, PhraseRoles Roles, int WordsMax);

/// <summary>The parts that phrases play; one phrase may play several.</summary>
[Flags]
public enum PhraseRoles
{
    None = 0,

    /// <summary>It has a weight of its own.</summary>
    Weighs = 1,

    /// <summary>A position: calls, puts, shares.</summary>
    Position = 2,

    /// <summary>A verb of taking a position.</summary>
    Opens = 4,

    /// <summary>A verb of giving a position up.</summary>
    Closes = 8,

    /// <summary>What a position suffers.</summary>
    Suffers = 16,

    /// <summary>It turns what follows into its opposite.</summary>
    Negates = 32,

    /// <summary>It strengthens or weakens what follows.</summary>
    Boosts = 64,

    /// <summary>A direction that counts only before a number.</summary>
    Moves = 128,

    /// <summary>What follows outweighs what came before.</summary>
    Contrasts = 256,

    /// <summary>Praise that follows is meant as blame.</summary>
    Mocks = 512,

    /// <summary>What does a position good.</summary>
    Thrives = 1024,
}
