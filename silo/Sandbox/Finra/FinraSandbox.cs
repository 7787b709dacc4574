using System.Globalization;
using System.Text;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Finra;

namespace OrleansAssets.Sandbox.Finra;

/// <summary>FINRA's files of short interest. Whatever is not there, or not yet, is refused with 403 and XML, as by the real host.</summary>
internal sealed class FinraSandbox(TimeProvider clock)
{
    private const string Names =
        "accountingYearMonthNumber|symbolCode|issueName|issuerServicesGroupExchangeCode|marketClassCode|currentShortPositionQuantity"
        + "|previousShortPositionQuantity|stockSplitFlag|averageDailyVolumeQuantity|daysToCoverQuantity|revisionFlag|changePercent"
        + "|changePreviousNumber|settlementDate";

    /// <summary>Shares that nobody here asks for; the real file has 20,000.</summary>
    private const int Others = 2000;

    /// <summary>Maps the address.</summary>
    public void Map(IEndpointRouteBuilder app)
        => app.MapSynthetic($"/sandbox/{FinraVendor.Id}/equity/otcmarket/biweekly/{{file}}", clock, AnswerAsync);

    private static Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var file = context.Request.RouteValues["file"] as string ?? string.Empty;
        var isSettlement = DateOnly.TryParseExact(
                file, "'shrt'yyyyMMdd'.csv'", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && SyntheticShorts.IsSettlementPublished(date, NewYorkTime.DateOf(now));
        (context.Response.StatusCode, context.Response.ContentType) = isSettlement
            ? (StatusCodes.Status200OK, "text/csv") : (StatusCodes.Status403Forbidden, "application/xml");
        return context.Response.WriteAsync(
            isSettlement ? FileOf(date) : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code></Error>",
            context.RequestAborted);
    }

    private static string FileOf(DateOnly date)
    {
        var rows = SyntheticAsset.All.Where(asset => asset.Hours == TradingHours.NewYork)
            .Concat(Enumerable.Range(0, Others).Select(OtherShare))
            .OrderBy(asset => asset.Id, StringComparer.Ordinal).Select(asset => SyntheticShorts.At(asset, date).ToRow(asset.Id));
        return new StringBuilder(Names).Append('\n').AppendJoin('\n', rows).Append('\n').ToString();
    }

    private static SyntheticAsset OtherShare(int index)
        => SyntheticAsset.Semiconductors with
        {
            Id = $"Q{(char)('A' + (index / 676 % 26))}{(char)('A' + (index / 26 % 26))}{(char)('A' + (index % 26))}",
            DailyVolume = 10_000 + (index * 37L),
        };
}

/// <summary>Writes a row of the file.</summary>
internal static class FinraRow
{
    public static string ToRow(this SyntheticShorts shorts, string symbol)
    {
        var change = shorts.Shares - shorts.PreviousShares;
        var percent = shorts.PreviousShares == 0 ? 0 : Math.Round(100m * change / shorts.PreviousShares, 2);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{shorts.Settled:yyyyMMdd}|{symbol}|{symbol} Corporation|A|NYSE|{shorts.Shares}|{shorts.PreviousShares}||"
            + $"{shorts.DailyVolume}|{shorts.DaysToCover}||{percent}|{change}|{shorts.Settled:yyyy-MM-dd}");
    }
}
