using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>
/// Scores posts by rules: each phrase of the lexicon weighs, and the words around it turn, strengthen or weaken it. The same text has the
/// same score on every machine. docs/sentiment.md explains the rules and states how often they are right.
/// </summary>
public static class MoodScorer
{
    /// <summary>Sum of weights at which the score is 0.58: about one strong phrase.</summary>
    private const double Softness = 8;

    private const double SarcasmFactor = -0.8;
    private const double QuestionFactor = 0.2;
    private const double ExclamationFactor = 0.1;
    private const int ExclamationsMax = 3;
    private const double BeforeContrast = 0.5;
    private const double AfterContrast = 1.25;
    private const double CapitalsFactor = 1.2;

    /// <summary>The mood of a text.</summary>
    public static PostMood Score(string text) => Score(PostWords.Of(text));

    /// <summary>The mood of a text that is split into words already.</summary>
    public static PostMood Score(PostWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var hits = HitsOf(words);
        if (hits.Length == 0)
        {
            return new PostMood(0);
        }

        var context = new PhraseContext(words, hits);
        var (sum, repeats) = (0.0, 0);
        for (var index = 0; index < hits.Length; index++)
        {
            // The second rocket says half as much as the first, the third half of that.
            repeats = index > 0 && IsSamePhrase(words, hits[index - 1], hits[index]) ? repeats + 1 : 0;
            sum += context.WeightOf(index) * PlaceFactor(words, context, index) / (1 << Math.Min(repeats, 10));
        }

        var score = sum / Math.Sqrt((sum * sum) + Softness);
        return new PostMood(words.IsSarcastic ? score * SarcasmFactor : score);
    }

    private static ImmutableArray<PhraseHit> HitsOf(PostWords words)
    {
        var hits = ImmutableArray.CreateBuilder<PhraseHit>();
        var sentence = 0;
        for (var index = 0; index < words.Words.Length; index++)
        {
            var entry = Lexicon.Shipped.Find(words, index, out var last);
            if (entry.Roles != PhraseRoles.None)
            {
                hits.Add(new PhraseHit(index, last, sentence, entry));
                index = last;
            }

            sentence += words.Words[index].EndsSentence ? 1 : 0;
        }

        return hits.ToImmutable();
    }

    private static bool IsSamePhrase(PostWords words, PhraseHit one, PhraseHit other)
        => words.PhraseOf(one.First, one.Last).SequenceEqual(words.PhraseOf(other.First, other.Last));

    /// <summary>What the sentence, its punctuation and its contrasts make of a weight.</summary>
    private static double PlaceFactor(PostWords words, PhraseContext context, int index)
    {
        var hit = context.Hits[index];
        var end = words.Words[SentenceEnd(words, hit.Last)];
        var factor = end.IsAsked ? QuestionFactor : 1 + (ExclamationFactor * Math.Min(end.Exclamations, ExclamationsMax));
        factor *= !words.IsShouted && words.Words[hit.First].IsCapitals && hit.Is(PhraseRoles.Weighs) ? CapitalsFactor : 1;
        return factor * (context.SideOfContrast(index) switch
        {
            < 0 => BeforeContrast,
            > 0 => AfterContrast,
            _ => 1,
        });
    }

    private static int SentenceEnd(PostWords words, int from)
    {
        while (from < words.Words.Length - 1 && !words.Words[from].EndsSentence)
        {
            from++;
        }

        return from;
    }
}

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
