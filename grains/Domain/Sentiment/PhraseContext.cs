using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>What a phrase weighs among the others: who negates, boosts, governs or mocks it.</summary>
public sealed class PhraseContext(PostWords words, ImmutableArray<PhraseHit> hits)
{
    private const int NegationReach = 4;
    private const int BoostReach = 2;
    private const int GovernorReach = 5;
    private const int FateReach = 6;
    private const int NumberReach = 3;
    private const double NegationFactor = -0.75;
    private const double MockWeight = -1;

    /// <summary>The phrases, ascending.</summary>
    public ImmutableArray<PhraseHit> Hits => hits;

    /// <summary>The weight of a phrase; 0 where it only shapes others.</summary>
    public double WeightOf(int index)
    {
        var hit = hits[index];
        if (hit.Is(PhraseRoles.Position))
        {
            return Shaped(index, PositionWeight(index));
        }

        if (hit.Is(PhraseRoles.Mocks))
        {
            return MockWeight;
        }

        var counts = (hit.Is(PhraseRoles.Moves) && NumberFollows(hit)) || (hit.Is(PhraseRoles.Weighs) && !IsAbsorbed(index));
        return counts ? Shaped(index, hit.Entry.Weight) : 0;
    }

    /// <summary>-1 before the last contrast of its sentence, +1 after it, 0 without one.</summary>
    public int SideOfContrast(int index)
    {
        for (var other = hits.Length - 1; other >= 0; other--)
        {
            if (hits[other].Sentence == hits[index].Sentence && hits[other].Is(PhraseRoles.Contrasts) && other != index)
            {
                return other > index ? -1 : 1;
            }
        }

        return 0;
    }

    private double Shaped(int index, double weight)
    {
        var shaped = weight * (IsNegated(index) ? NegationFactor : 1) * Boost(index);
        return shaped > 0 && IsMocked(index) ? -shaped : shaped;
    }

    /// <summary>
    /// Calls and shares are bullish, puts and shorts bearish; giving them up turns that round, and so does what befalls them.
    /// </summary>
    private double PositionWeight(int index)
    {
        var entry = hits[index].Entry;
        var governor = GovernorOf(index);
        var weight = governor < 0 ? entry.Weight
            : hits[governor].Is(PhraseRoles.Closes) != IsNegated(governor) ? -entry.Factor
            : entry.Factor;
        var fate = FateOf(index);
        return fate < 0 || IsNegated(fate) ? weight : hits[fate].Is(PhraseRoles.Suffers) ? -entry.Factor : entry.Factor;
    }

    /// <summary>Whether a verb or a fate is part of what a position beside it says.</summary>
    private bool IsAbsorbed(int index)
    {
        for (var other = 0; other < hits.Length; other++)
        {
            if (hits[other].Is(PhraseRoles.Position) && (GovernorOf(other) == index || FateOf(other) == index))
            {
                return true;
            }
        }

        return false;
    }

    private int GovernorOf(int index)
    {
        for (var other = index - 1; other >= 0 && IsNear(other, index, GovernorReach); other--)
        {
            if (hits[other].Is(PhraseRoles.Position))
            {
                return -1;
            }

            if (hits[other].Is(PhraseRoles.Opens | PhraseRoles.Closes))
            {
                return other;
            }
        }

        return -1;
    }

    /// <summary>What befalls a position: the next phrase that says so, -1 without one.</summary>
    private int FateOf(int index)
    {
        if (hits[index].Entry.Factor == 0)
        {
            return -1;
        }

        for (var other = index + 1; other < hits.Length && IsNear(index, other, FateReach); other++)
        {
            if (hits[other].Is(PhraseRoles.Suffers | PhraseRoles.Thrives))
            {
                return other;
            }
        }

        return -1;
    }

    private bool IsNear(int earlier, int later, int reach)
        => hits[earlier].Sentence == hits[later].Sentence && hits[later].First - hits[earlier].Last <= reach;

    private bool IsNegated(int index)
    {
        var isNegated = false;
        for (var other = index - 1; other >= 0 && IsNear(other, index, NegationReach); other--)
        {
            if (hits[other].Is(PhraseRoles.Negates) && !ClauseEndsBetween(hits[other].Last, hits[index].First))
            {
                isNegated = !isNegated;
            }
        }

        return isNegated;
    }

    private double Boost(int index)
    {
        var boost = 1.0;
        for (var other = index - 1; other >= 0 && IsNear(other, index, BoostReach); other--)
        {
            boost *= hits[other].Is(PhraseRoles.Boosts) ? hits[other].Entry.Factor : 1;
        }

        return boost;
    }

    /// <summary>Whether an opening of its sentence mocks it; a post that is marked as sarcasm is turned as a whole instead.</summary>
    private bool IsMocked(int index)
    {
        if (words.IsSarcastic)
        {
            return false;
        }

        for (var other = index - 1; other >= 0 && hits[other].Sentence == hits[index].Sentence; other--)
        {
            if (hits[other].Is(PhraseRoles.Mocks))
            {
                return true;
            }
        }

        return false;
    }

    private bool ClauseEndsBetween(int earlier, int later)
    {
        for (var word = earlier; word < later; word++)
        {
            if (words.Words[word].EndsClause)
            {
                return true;
            }
        }

        return false;
    }

    private bool NumberFollows(PhraseHit hit)
    {
        for (var word = hit.Last + 1; word < words.Words.Length && word - hit.Last <= NumberReach; word++)
        {
            if (words.Words[word].Kind == PostWordKind.Number)
            {
                return true;
            }

            if (words.Words[word].EndsSentence)
            {
                return false;
            }
        }

        return false;
    }
}

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
