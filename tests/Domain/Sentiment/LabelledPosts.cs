using System.Collections.Immutable;
using OrleansAssets.Domain.Sentiment;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>A post and what its writer means.</summary>
internal sealed record LabelledPost(string Split, Stance Label, string Text)
{
    /// <summary>The set of <c>labelled_posts.txt</c>.</summary>
    public static ImmutableArray<LabelledPost> All { get; } =
    [
        .. File.ReadLines(RepositoryFiles.PathOf("tests", "Domain", "Sentiment", "labelled_posts.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(Read),
    ];

    private static LabelledPost Read(string line)
    {
        var parts = line.Split(" | ", 3);
        return new LabelledPost(parts[0], Enum.Parse<Stance>(parts[1], ignoreCase: true), parts[2]);
    }
}
