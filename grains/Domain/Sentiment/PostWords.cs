using System.Collections.Immutable;

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
