using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>
/// Reads alerts: <c>[{id, created_at, type, strike, expiry, total_size, total_premium, total_ask_side_prem, ...}]</c>, most numbers as
/// texts. All of them are unusual: that is what the vendor alerts to.
/// </summary>
internal static class FlowAlerts
{
    /// <summary>The alerts within a stretch of time, oldest first, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryRead(
        JsonElement data, FlowQuery query, DateTimeOffset until, out ImmutableArray<OptionsFlow> alerts, out int rows)
    {
        (alerts, rows) = ([], 0);
        if (data.ValueKind != JsonValueKind.Array)
        {
            return "has no array of alerts";
        }

        var read = new List<OptionsFlow>();
        foreach (var row in data.EnumerateArray())
        {
            rows++;
            if (row.Member("ticker").Text() is { } ticker && ticker != query.Symbol)
            {
                return $"has an alert {rows} that is not about {query.Symbol}";
            }

            if (ReadRow(row, query) is not { } alert)
            {
                return $"has an alert {rows} that is not of the documented form";
            }

            read.Add(alert);
        }

        alerts = [.. read.Where(alert => alert.At >= query.From && alert.At < until)
            .DistinctBy(alert => alert.FlowId, StringComparer.Ordinal).OrderBy(alert => alert.At)];
        return null;
    }

    private static OptionsFlow? ReadRow(JsonElement row, FlowQuery query)
        => row.Member("id").Text() is { Length: > 0 and <= 64 } id && Rfc3339.TryParse(row.Member("created_at").Text(), out var at)
            && TypeOf(row.Member("type").Text()) is { } type && row.Member("strike").AnyNumber() is ({ } strike and > 0)
            && VendorParser.DateOf(row.Member("expiry").Text()) is { } expires
            && row.Member("total_size").AnyNumber() is ({ } size and >= 1 and <= int.MaxValue)
            && row.Member("total_premium").AnyNumber() is ({ } premium and >= 0)
            ? new OptionsFlow(
                query.AssetId, UnusualWhalesVendor.Id, id, at, type, SideOf(row), strike, expires, (int)size, premium,
                row.Member("open_interest").AnyNumber() is ({ } open and >= 0 and <= int.MaxValue) ? (int)open : null, Unusual: true)
            : null;

    private static OptionType? TypeOf(string? name) => name switch
    {
        "call" => OptionType.Call,
        "put" => OptionType.Put,
        _ => null,
    };

    /// <summary>Who crossed the spread, by where more of the premium was paid.</summary>
    private static OptionSide SideOf(JsonElement row)
        => (row.Member("total_ask_side_prem").AnyNumber() ?? 0).CompareTo(row.Member("total_bid_side_prem").AnyNumber() ?? 0) switch
        {
            > 0 => OptionSide.Buy,
            < 0 => OptionSide.Sell,
            _ => OptionSide.Unknown,
        };
}
