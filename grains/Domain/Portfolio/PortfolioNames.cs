using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio;

/// <summary>
/// Which portfolios there are: those that the configuration names, those that were created, and the paper ones beside them. A misspelt
/// name must not make one: a halt of it would halt nothing.
/// </summary>
public static class PortfolioNames
{
    private const int LengthMax = 40;

    /// <summary>The portfolios that are traded, paper ones left out, by name.</summary>
    /// <param name="configured">Those of the configuration.</param>
    /// <param name="streams">Streams of the audit log: whoever was created has one.</param>
    public static ImmutableArray<string> Live(IEnumerable<string> configured, IEnumerable<string> streams) =>
    [
        .. streams.Where(name => name.StartsWith(Keys.Portfolios, StringComparison.Ordinal)).Select(Keys.IdOf)
            .Concat(configured).Where(id => !Keys.IsShadowPortfolio(id))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a portfolio is one of these, or a paper one beside one of them.</summary>
    public static bool IsKnown(string portfolioId, ImmutableArray<string> live) =>
        live.Contains(Keys.ParentPortfolio(portfolioId), StringComparer.Ordinal);

    /// <param name="portfolioId">Of a paper one, the portfolio beside which it would be is what is unknown.</param>
    public static NotFoundException Unknown(string portfolioId, ImmutableArray<string> live)
    {
        var name = Keys.ParentPortfolio(portfolioId);
        return new NotFoundException(
            $"{UnknownId.Message("portfolio", name, live)} "
            + $"A new one is made by: assets portfolio create {IdCheck.Given(name)} --reason \"...\"");
    }

    /// <param name="live">The portfolios that there are.</param>
    /// <exception cref="InvalidRequestException">The name or a word is none, or the name could be taken for that of another.</exception>
    public static void Check(string portfolioId, PortfolioCreation creation, ImmutableArray<string> live)
    {
        ArgumentNullException.ThrowIfNull(portfolioId);
        ArgumentNullException.ThrowIfNull(creation);
        if (portfolioId.Length is 0 or > LengthMax || !portfolioId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            throw InvalidRequestException.At(
                "portfolioId", IdCheck.Given(portfolioId), $"must have 1 to {LengthMax} letters, digits, '-' and '_'",
                $"A portfolio cannot be called '{IdCheck.Given(portfolioId)}': give 1 to {LengthMax} letters, digits, '-' and '_'. "
                + "Paper portfolios make themselves.");
        }

        var alike = live.FirstOrDefault(name => string.Equals(name, portfolioId, StringComparison.OrdinalIgnoreCase));
        if (alike is not null && alike != portfolioId && !live.Contains(portfolioId, StringComparer.Ordinal))
        {
            throw InvalidRequestException.At(
                "portfolioId", portfolioId, $"must differ from '{alike}' by more than its capitals",
                $"A portfolio cannot be called '{portfolioId}' beside '{alike}': whoever halts one of them must not mean the other. Give a "
                + "name that differs by more than its capitals.");
        }

        if (IdCheck.FaultOf("operator", creation.Operator) is { } fault)
        {
            throw InvalidRequestException.At(
                fault.Place, fault.Value, fault.Rule,
                $"The creation of portfolio '{portfolioId}' is refused: {fault}.");
        }
    }
}
