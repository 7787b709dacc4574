using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// What was traded today in the contracts of a snapshot. Polygon marks nothing as unusual: here a contract is, when more of it changed
/// hands in a day than was open before.
/// </summary>
/// <param name="Date">New York's date of the newest trading; older days in the same snapshot are left out.</param>
/// <param name="Contracts">Those that were traded, by id.</param>
/// <param name="Volume">Of all of them.</param>
/// <param name="OpenInterest">Of all contracts in the snapshot, traded or not.</param>
internal sealed record OptionsDay(DateOnly Date, ImmutableArray<OptionsFlow> Contracts, decimal Volume, decimal OpenInterest)
{
    private static readonly TimeOnly Opening = new(9, 30);

    /// <summary>Some funds' options trade until 16:15; a delayed plan has the last of it by 16:30.</summary>
    private static readonly TimeOnly Complete = new(16, 30);

    /// <summary>When the day's figures stand.</summary>
    public DateTimeOffset CompleteAt => NewYorkTime.InstantOf(Date, Complete);

    /// <summary>Reads the rows; null where nothing was traded.</summary>
    /// <param name="isWhole">Whether all of them make one figure: then none may be left out.</param>
    public static Result<OptionsDay?> Read(IEnumerable<JsonElement> rows, FlowQuery query, bool isWhole)
        => ReplyRows.Read(
                rows, row => ReadRow(row, query), what: "contract", isWhole: isWhole,
                nameOf: row => row.Member("details") is { } details ? details.Member("ticker").Text() : null)
            .Then<OptionsDay?>(contracts => new Result<OptionsDay?>(Of(contracts), Fault: null));

    private static OptionsDay? Of(ImmutableArray<OptionsFlow> told)
    {
        ImmutableArray<OptionsFlow> contracts = [.. told.DistinctBy(contract => contract.FlowId, StringComparer.Ordinal)];
        var read = contracts.RemoveAll(contract => contract.Contracts == 0);
        if (read.IsEmpty)
        {
            return null;
        }

        var opening = read.Max(contract => contract.At);
        ImmutableArray<OptionsFlow> traded =
        [
            .. read.Where(contract => contract.At == opening).OrderBy(contract => contract.FlowId, StringComparer.Ordinal),
        ];
        return new OptionsDay(
            NewYorkTime.DateOf(opening), traded, traded.Sum(contract => (decimal)contract.Contracts),
            contracts.Sum(contract => (decimal)(contract.OpenInterest ?? 0)));
    }

    /// <summary>
    /// A contract with its day's volume, which may be 0. Its time is the opening of the trading day, so that later figures of the day
    /// revise the same row.
    /// </summary>
    private static OptionsFlow? ReadRow(JsonElement row, FlowQuery query)
    {
        var (details, day) = (row.Member("details") ?? default, row.Member("day") ?? default);
        if (details.Member("ticker").Text() is not { Length: > 0 and <= 40 } ticker
            || details.Member("contract_type").OptionType() is not { } type
            || details.Member("strike_price").Number() is not ({ } strike and > 0)
            || details.Member("expiration_date").Date() is not { } expires)
        {
            return null;
        }

        var (volume, openInterest) = (NumberOr0(day.Member("volume")), NumberOr0(row.Member("open_interest")));
        var date = NewYorkTime.DateOf(EpochTime.OfNanoseconds(day.Member("last_updated").Whole()) ?? DateTimeOffset.UnixEpoch.AddDays(1));
        var price = day.Member("vwap").Number() ?? day.Member("close").Number() ?? 0;
        var shares = details.Member("shares_per_contract").Number() ?? 100;
        if (volume is not (>= 0 and <= int.MaxValue) || openInterest is not (>= 0 and <= int.MaxValue)
            || price is not (>= 0 and <= 1_000_000) || shares is not (> 0 and <= 1_000_000))
        {
            return null;
        }

        return new OptionsFlow(
            query.AssetId, PolygonVendor.Id, FormattableString.Invariant($"{ticker}-{date:yyyy-MM-dd}"),
            NewYorkTime.InstantOf(date, Opening), type, OptionSide.Unknown, strike, expires, (int)volume, (int)volume * price * shares,
            row.Member("open_interest") is null ? null : (int)openInterest,
            Unusual: row.Member("open_interest") is not null && volume > openInterest);
    }

    /// <summary>Absent before the first trade of a contract; null for anything but a number.</summary>
    private static decimal? NumberOr0(JsonElement? element)
        => element is null or { ValueKind: JsonValueKind.Null } ? 0 : element.Number();
}
