using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Tests.Domain;

/// <summary>How labels and the scorer's stances agree on a set of posts.</summary>
internal sealed record Confusion(ImmutableArray<(Stance Label, Stance Found)> Pairs)
{
    private static readonly Stance[] Stances = [Stance.Bullish, Stance.Bearish, Stance.Neutral];

    public double Accuracy => Pairs.Count(pair => pair.Label == pair.Found) / (double)Pairs.Length;

    /// <summary>Mean over the stances of the harmonic mean of precision and recall.</summary>
    public double MacroF1 => Stances.Average(F1);

    public static Confusion Of(string split)
        => new([.. LabelledPost.All.Where(post => post.Split == split).Select(post => (post.Label, MoodScorer.Score(post.Text).Stance))]);

    /// <summary>As a table in Markdown: a row a label, a column a stance that was found.</summary>
    public string Table()
    {
        var table = new StringBuilder("| label | bullish | bearish | neutral |\n|---|---|---|---|\n");
        foreach (var label in Stances)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {label.ToString().ToLowerInvariant()} |");
            foreach (var found in Stances)
            {
                table.Append(CultureInfo.InvariantCulture, $" {Pairs.Count(pair => pair == (label, found))} |");
            }

            table.Append('\n');
        }

        return table.ToString();
    }

    private double F1(Stance stance)
    {
        var right = Pairs.Count(pair => pair.Label == stance && pair.Found == stance);
        return 2.0 * right / (Pairs.Count(pair => pair.Label == stance) + Pairs.Count(pair => pair.Found == stance));
    }
}
