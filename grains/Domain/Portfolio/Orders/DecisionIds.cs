using System.Globalization;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>A decision is named by its portfolio and its place in the journal, e.g. <c>main:1234</c>: the id finds it.</summary>
public static class DecisionIds
{
    public static string Of(string portfolioId, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{portfolioId}:{sequence}");

    /// <summary>The number in an id of this portfolio; null where it is none.</summary>
    public static long? SequenceOf(string portfolioId, string decisionId) =>
        decisionId is not null && decisionId.StartsWith(portfolioId + ":", StringComparison.Ordinal)
        && long.TryParse(decisionId.AsSpan(portfolioId.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;
}
