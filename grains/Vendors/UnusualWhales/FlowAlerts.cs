using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>
/// Reads alerts: <c>[{id, created_at, type, strike, expiry, total_size, total_premium, total_ask_side_prem, ...}]</c>, most numbers as
/// texts. All of them are unusual: that is what the vendor alerts to.
/// </summary>
internal static class FlowAlerts
{
    /// <summary>The alerts, newest first as they come.</summary>
    public static Result<AlertsPage> Read(JsonElement data, FlowQuery query)
        => ReplyRows.Read(data, int.MaxValue, row => ReadRow(row, query), areFew: true, nameOf: row => row.Member("id").Text())
            .Then<AlertsPage>(alerts => new AlertsPage(alerts, data.GetArrayLength())); // it has been read

    /// <summary>Those within a stretch of time, oldest first.</summary>
    public static ImmutableArray<OptionsFlow> Within(ImmutableArray<OptionsFlow> alerts, DateTimeOffset from, DateTimeOffset until)
        =>
        [
            .. alerts.Where(alert => alert.At >= from && alert.At < until)
                .DistinctBy(alert => alert.FlowId, StringComparer.Ordinal).OrderBy(alert => alert.At),
        ];

    private static OptionsFlow? ReadRow(JsonElement row, FlowQuery query)
        => (row.Member("ticker").Text() is null || row.Member("ticker").Names(query.Symbol))
            && row.Member("id").Text() is { Length: > 0 and <= 64 } id && row.Member("created_at").Instant() is { } at
            && row.Member("type").OptionType() is { } type && row.Member("strike").AnyNumber() is ({ } strike and > 0)
            && row.Member("expiry").Date() is { } expires
            && row.Member("total_size").AnyNumber() is ({ } size and >= 1 and <= int.MaxValue)
            && row.Member("total_premium").AnyNumber() is ({ } premium and >= 0)
            ? new OptionsFlow(
                query.AssetId, UnusualWhalesVendor.Id, id, at, type, SideOf(row), strike, expires, (int)size, premium,
                row.Member("open_interest").AnyNumber() is ({ } open and >= 0 and <= int.MaxValue) ? (int)open : null, Unusual: true)
            : null;

    /// <summary>Who crossed the spread, by where more of the premium was paid.</summary>
    private static OptionSide SideOf(JsonElement row)
        => (row.Member("total_ask_side_prem").AnyNumber() ?? 0).CompareTo(row.Member("total_bid_side_prem").AnyNumber() ?? 0) switch
        {
            > 0 => OptionSide.Buy,
            < 0 => OptionSide.Sell,
            _ => OptionSide.Unknown,
        };
}

/// <summary>The alerts of a reply.</summary>
/// <param name="RowsCount">Those that came, also where they could not be used: a full reply lacks the oldest.</param>
internal sealed record AlertsPage(ImmutableArray<OptionsFlow> Alerts, int RowsCount);
