using System.Collections.Immutable;
using CsvHelper;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// Reads coming earnings: CSV with the names symbol, name, reportDate, fiscalDateEnding, estimate, currency and, lately, timeOfTheDay.
/// Names of companies may be quoted; an estimate may be empty.
/// </summary>
internal static class EarningsCsv
{
    private static readonly CsvReaderOptions Form = new()
    {
        Separator = ',',
        HasHeader = true,
        TrimWhitespace = true,
        DetectSeparatorHint = false,
        AllowLineBreaksInQuotes = false, // One bad quote must not swallow the rest of the table.
    };

    /// <summary>The events of a share, oldest first.</summary>
    public static Result<ImmutableArray<EconomicEvent>> Read(byte[] body, string assetId, string symbol, DateTimeOffset from)
    {
        using var csv = CsvReader.Create(body, Form);
        List<string> names = [.. csv.Headers];
        var symbolAt = names.IndexOf("symbol");
        if (symbolAt < 0 || !names.Contains("reportDate") || !names.Contains("fiscalDateEnding"))
        {
            return "is no table of earnings";
        }

        var read = ImmutableArray.CreateBuilder<EconomicEvent>();
        while (csv.Read())
        {
            if (csv.FieldCount <= symbolAt || !VendorParser.IsSame(csv.GetString(symbolAt), symbol))
            {
                continue;
            }

            if (csv.FieldCount != names.Count
                || EventOf(name => names.IndexOf(name) is >= 0 and var at ? csv.GetString(at) : null, assetId, symbol) is not { } earnings)
            {
                return $"has earnings of {symbol} that are not of the documented form";
            }

            read.Add(earnings);
        }

        return Earnings.From(read.DrainToImmutable(), from);
    }

    private static EconomicEvent? EventOf(Func<string, string?> cell, string assetId, string symbol)
        => IsoDate.Parse(cell("reportDate")) is { } date && IsoDate.Parse(cell("fiscalDateEnding")) is { } quarter
            ? Earnings.Of(
                AlphaVantageVendor.Id, assetId, symbol, date, quarter, cell("timeOfTheDay"), UnitOf(cell("currency")),
                VendorParser.DecimalOf(cell("estimate") ?? string.Empty), actual: null)
            : null;

    private static string UnitOf(string? currency)
        => currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper) ? currency.ToLowerInvariant() : string.Empty;
}
