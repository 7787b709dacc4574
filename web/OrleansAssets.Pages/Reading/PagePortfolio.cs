using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Domain.Portfolio;

namespace OrleansAssets.Pages.Reading;

/// <summary>The portfolio that a page is of: the one that its address names, else the default one.</summary>
internal sealed class PagePortfolio(IHttpContextAccessor accessor)
{
    /// <summary>By which name addresses name it.</summary>
    public const string Name = "portfolio";

    private const int LengthMax = 80;

    public string Id => Given is { Length: > 0 } named ? named : Keys.DefaultPortfolioId;

    /// <summary>What the address must name to be of this portfolio; null where it need not.</summary>
    public string? Named => Id == Keys.DefaultPortfolioId ? null : Id;

    /// <summary>An address of the product that stays with this portfolio.</summary>
    public string Link(string address) => Link(address, Id);

    /// <summary>An address of the product, of a portfolio.</summary>
    public static string Link(string address, string portfolioId)
    {
        if (portfolioId == Keys.DefaultPortfolioId)
        {
            return address;
        }

        var mark = address.IndexOf('#', StringComparison.Ordinal);
        var (path, place) = mark < 0 ? (address, "") : (address[..mark], address[mark..]);
        var parted = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{path}{parted}{Name}={Uri.EscapeDataString(portfolioId)}{place}";
    }

    /// <summary>Why there is no page of it, in a sentence; null where there is one.</summary>
    /// <param name="live">
    /// The portfolios that are traded; default where that is not known: then whoever is asked says so himself, and a stop is not held up.
    /// </param>
    public string? Lacks(ImmutableArray<string> live) => Given is ""
        ? $"The address names a portfolio and gives no name. {Keys.DefaultPortfolioId} is meant by an address that names none."
        : live.IsDefault
        ? IsName(Id) ? null : PortfolioNames.Unknown(Id, []).Message
        : PortfolioNames.IsKnown(Id, live) ? null : PortfolioNames.Unknown(Id, live).Message;

    /// <summary>What the address says; null where it says nothing of it.</summary>
    private string? Given => accessor.HttpContext?.Request.Query is { } query && query.TryGetValue(Name, out var given)
        ? given.ToString().Trim() : null;

    private static bool IsName(string id) =>
        id.Length <= LengthMax && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
