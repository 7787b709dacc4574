using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>
/// A post as words. Links, accounts, names of forums and quoted lines are left out: they are not the writer's words.
/// </summary>
/// <param name="Source">The post as written.</param>
/// <param name="Text">
/// Every word in lower case without apostrophes, with no letter more than twice in a row, one blank between two: so a phrase of several
/// words is one stretch of it.
/// </param>
/// <param name="Words">Ascending.</param>
/// <param name="IsSarcastic">Whether the writer marked the post as sarcasm: <c>/s</c>.</param>
/// <param name="IsShouted">Whether the post is mostly capitals, so that capitals say nothing.</param>
public sealed record PostWords(string Source, string Text, ImmutableArray<PostWord> Words, bool IsSarcastic, bool IsShouted)
{
    /// <summary>The words of a text.</summary>
    public static PostWords Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PostReader(text).Read();
    }

    /// <summary>A word's lower-case form.</summary>
    public ReadOnlySpan<char> FormOf(int index) => Text.AsSpan(Words[index].Start, Words[index].Length);

    /// <summary>A word as it was written, without its dollar sign.</summary>
    public ReadOnlySpan<char> SourceOf(int index) => Source.AsSpan(Words[index].SourceStart..Words[index].SourceEnd);

    /// <summary>Words from one to another, both included, as one stretch.</summary>
    public ReadOnlySpan<char> PhraseOf(int first, int last) => Text.AsSpan(Words[first].Start..Words[last].End);
}

/// <summary>One word, number or emoji of a post, and the punctuation behind it.</summary>
/// <param name="Start">Where its lower-case form starts in <see cref="PostWords.Text"/>.</param>
/// <param name="End">Exclusive.</param>
/// <param name="SourceStart">Where it starts in the post.</param>
/// <param name="SourceEnd">Exclusive.</param>
/// <param name="EndsClause">Whether a comma, a dash, a bracket or more follows.</param>
/// <param name="EndsSentence">Whether a full stop, a question or exclamation mark or the end of a line follows.</param>
/// <param name="Exclamations">Exclamation marks behind it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PostWord(
    int Start,
    int End,
    int SourceStart,
    int SourceEnd,
    PostWordKind Kind,
    bool IsCapitals,
    bool EndsClause,
    bool EndsSentence,
    bool IsAsked,
    int Exclamations)
{
    /// <summary>Length of the form in <see cref="PostWords.Text"/>.</summary>
    public int Length => End - Start;
}

/// <summary>What a <see cref="PostWord"/> is.</summary>
public enum PostWordKind
{
    /// <summary>Letters, with digits among them perhaps.</summary>
    Word = 0,

    /// <summary>Digits, with a point or a percent sign perhaps.</summary>
    Number = 1,

    /// <summary>Letters behind a dollar sign.</summary>
    Cashtag = 2,

    /// <summary>One emoji.</summary>
    Emoji = 3,
}
