using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>A phrase of the lexicon in a post.</summary>
/// <param name="First">Its first word.</param>
/// <param name="Last">Its last word.</param>
/// <param name="Sentence">Which sentence it is in.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PhraseHit(int First, int Last, int Sentence, LexiconEntry Entry)
{
    /// <summary>Whether it plays one of the parts.</summary>
    public bool Is(PhraseRoles roles) => (Entry.Roles & roles) != PhraseRoles.None;
}
