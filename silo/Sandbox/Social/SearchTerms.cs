using System.Collections.Immutable;

namespace OrleansAssets.Sandbox.Social;

/// <summary>What a search asks for: terms with OR between them.</summary>
internal sealed record SearchTerms(ImmutableArray<string> Terms)
{
    private static readonly ImmutableArray<(string Symbol, string Name)> Names =
    [
        ("AMC", "amc entertainment"), ("AMD", "advanced micro devices"), ("BTC", "bitcoin"), ("DNUT", "krispy kreme"), ("ETH", "ethereum"),
        ("GME", "gamestop"), ("NVDA", "nvidia"), ("OPEN", "opendoor"), ("QUBT", "quantum computing inc"), ("RGTI", "rigetti"),
        ("TSLA", "tesla"),
    ];

    /// <summary>The terms of a query: <c>GME OR "gamestop"</c>, or the same in brackets with operators behind them.</summary>
    public static SearchTerms Of(string query)
    {
        var end = query.IndexOf(')', StringComparison.Ordinal);
        var terms = query.StartsWith('(') && end > 0 ? query[1..end] : query;
        return new SearchTerms([.. terms.Split(" OR ").Select(term => term.Trim(' ', '"', '$')).Where(term => term.Length > 0)]);
    }

    /// <summary>The symbol that the terms are about; null where the world has none like it.</summary>
    public string? Symbol => SyntheticAsset.All.Select(asset => asset.Id.Split('/')[0])
            .FirstOrDefault(symbol => Terms.Contains(symbol, StringComparer.OrdinalIgnoreCase))
        ?? Names.FirstOrDefault(entry => Terms.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)).Symbol;
}
