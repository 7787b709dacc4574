using OrleansAssets.Domain;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;

namespace OrleansAssets.Grains.Imports;

/// <summary>What the target of an import must be.</summary>
internal static class ImportTargets
{
    /// <exception cref="InvalidRequestException">The kind is unknown, nobody is named, or the portfolio does not fit the kind.</exception>
    public static void Check(ImportTarget target)
    {
        if (!Enum.IsDefined(target.Kind))
        {
            throw InvalidRequestException.At(
                "kind", (int)target.Kind, "must be candles, fills, trades, equity or events",
                $"{(int)target.Kind} is no kind of import: take candles, fills, trades, equity or events.");
        }

        if (string.IsNullOrWhiteSpace(target.By) || target.By.Length > EnabledFlag.ByLengthMax)
        {
            throw InvalidRequestException.At(
                "by", IdCheck.Given(target.By), $"must have 1 to {EnabledFlag.ByLengthMax} characters",
                $"Say who imports: a name of 1 to {EnabledFlag.ByLengthMax} characters.");
        }

        if (target.Kind != ImportKind.Candles && !IsPortfolioId(target.PortfolioId))
        {
            throw InvalidRequestException.At(
                "portfolioId", IdCheck.Given(target.PortfolioId), $"must have 1 to {Keys.LengthMax / 2} letters, digits, '-' or '_'",
                $"'{target.PortfolioId}' is no portfolio id: give 1 to {Keys.LengthMax / 2} letters, digits, '-' or '_'.");
        }
        if (RowRules.FaultOfCurrency(target.Currency) is { } fault)
        {
            throw InvalidRequestException.At(
                "currency", fault.Value, fault.Rule,
                $"{fault.Column} '{fault.Value}' {fault.Rule}");
        }

        if (target is { Kind: not ImportKind.Equity, Currency: not null })
        {
            throw InvalidRequestException.At(
                "currency", target.Currency, "must be left out, as the rows name their currencies themselves",
                $"The rows of {target.Kind} name their currencies themselves: name none for all of them.");
        }
    }

    private static bool IsPortfolioId(string? id) =>
        !string.IsNullOrEmpty(id) && id.Length <= Keys.LengthMax / 2
        && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
