using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

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
