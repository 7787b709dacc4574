using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// Reads coming earnings: CSV with the names symbol, name, reportDate, fiscalDateEnding, estimate, currency and, lately, timeOfTheDay. Names
/// of companies may be quoted; an estimate may be empty.
/// </summary>
internal static class EarningsCsv
{
    /// <summary>The events of a share, oldest first, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryRead(
        ReadOnlySpan<byte> body, string assetId, string symbol, DateTimeOffset from, out ImmutableArray<EconomicEvent> events)
    {
        events = [];
        var lines = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var names = lines.Length > 0 ? Cells(lines[0]) : [];
        var (symbolAt, dateAt, quarterAt) = (names.IndexOf("symbol"), names.IndexOf("reportDate"), names.IndexOf("fiscalDateEnding"));
        if (symbolAt < 0 || dateAt < 0 || quarterAt < 0)
        {
            return "is no table of earnings";
        }

        var read = new List<EconomicEvent>();
        foreach (var cells in lines.Skip(1).Select(Cells).Where(cells => symbolAt < cells.Count && cells[symbolAt] == symbol))
        {
            string? Cell(string name) => names.IndexOf(name) is >= 0 and var at && at < cells.Count ? cells[at] : null;
            if (cells.Count != names.Count || VendorParser.DateOf(cells[dateAt]) is not { } date || VendorParser.DateOf(cells[quarterAt]) is not { } quarter)
            {
                return $"has earnings of {symbol} that are not of the documented form";
            }

            read.Add(EventOf(assetId, symbol, date, quarter, Cell("estimate"), Cell("currency"), Cell("timeOfTheDay")));
        }

        events = [.. read.Where(one => one.At >= from).DistinctBy(one => one.EventId, StringComparer.Ordinal).OrderBy(one => one.At)];
        return null;
    }

    private static EconomicEvent EventOf(
        string assetId, string symbol, DateOnly date, DateOnly quarter, string? estimate, string? currency, string? time)
    {
        var when = time switch
        {
            "pre-market" => ", before the market opens",
            "post-market" => ", after the market closes",
            _ => string.Empty,
        };
        var unit = currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper) ? currency.ToLowerInvariant() : string.Empty;
        return new EconomicEvent(
            AlphaVantageVendor.Id, FormattableString.Invariant($"earnings-{symbol}-{quarter:yyyy-MM-dd}"), NewYorkDays.OpenTimeOf(date),
            FormattableString.Invariant($"Earnings of {symbol} for the quarter to {quarter:yyyy-MM-dd}{when}"), "US", EventImpact.High, assetId,
            Classes: [], unit, Previous: null, VendorParser.DecimalOf(estimate ?? string.Empty), Actual: null);
    }

    /// <summary>The cells of a line; a quote inside a quoted cell is doubled.</summary>
    private static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (line[at] == '"')
            {
                quoted = !quoted;
            }
            else if (line[at] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[at]);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
