using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Alpaca;

/// <summary>
/// Alpaca's corporate actions: a list for each type that has any. They are chosen by the date on which they are processed, which for a
/// dividend is that of its payment.
/// </summary>
internal static class AlpacaActionLists
{
    public static Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var query = context.Request.Query;
        var today = NewYorkTime.DateOf(now);
        var symbols = AlpacaQuery.SymbolsOf(query).ToHashSet(StringComparer.Ordinal);
        var types = query["types"].ToString();
        var (start, end) = (query.Has("start") ? query.Date("start") : today, query.Has("end") ? query.Date("end") : today);
        if (start is not { } from || end is not { } until)
        {
            return AlpacaSandbox.FailAsync(context, StatusCodes.Status400BadRequest, "invalid start or end");
        }

        var splits = SyntheticSplit.All.Where(
            split => symbols.Contains(split.AssetId) && split.IsKnown(today) && split.On >= from && split.On <= until).ToList();
        var dividends = SyntheticAsset.All.Where(asset => symbols.Contains(asset.Id))
            .SelectMany(asset => SyntheticDividend.Known(asset, from.AddMonths(-1), today))
            .Where(dividend => dividend.PaidOn >= from && dividend.PaidOn <= until).OrderBy(dividend => dividend.PaidOn).ToList();
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("corporate_actions");
            WriteSplits(writer, "forward_split", types, splits.FindAll(split => split.New > split.Old));
            WriteSplits(writer, "reverse_split", types, splits.FindAll(split => split.New < split.Old));
            if (Wants(types, "cash_dividend") && dividends.Count > 0)
            {
                writer.WriteObjects("cash_dividends", dividends, dividend => WriteDividend(writer, dividend));
            }

            writer.WriteEndObject();
            writer.WriteNull("next_page_token");
        });
    }

    private static void WriteSplits(Utf8JsonWriter writer, string type, string types, List<SyntheticSplit> splits)
    {
        if (!Wants(types, type) || splits.Count == 0)
        {
            return;
        }

        writer.WriteObjects($"{type}s", splits, split =>
        {
            writer.WriteString("id", IdOf($"{split.AssetId} split", split.On));
            writer.WriteString("symbol", split.AssetId);
            writer.WriteNumber("new_rate", split.New);
            writer.WriteNumber("old_rate", split.Old);
            writer.WriteString("process_date", Text(split.On));
            writer.WriteString("ex_date", Text(split.On));
        });
    }

    private static void WriteDividend(Utf8JsonWriter writer, SyntheticDividend dividend)
    {
        writer.WriteString("id", IdOf($"{dividend.AssetId} dividend", dividend.ExOn));
        writer.WriteString("symbol", dividend.AssetId);
        writer.WriteNumber("rate", dividend.Cash);
        writer.WriteBoolean("special", false);
        writer.WriteBoolean("foreign", false);
        writer.WriteString("process_date", Text(dividend.PaidOn));
        writer.WriteString("ex_date", Text(dividend.ExOn));
        writer.WriteString("record_date", Text(dividend.ExOn));
        writer.WriteString("payable_date", Text(dividend.PaidOn));
    }

    private static bool Wants(string types, string type) => types.Length == 0 || types.Split(',').Contains(type, StringComparer.Ordinal);

    private static Guid IdOf(string name, DateOnly date)
    {
        Span<byte> bytes = stackalloc byte[16];
        var noise = Noise.Of(name).Child(date.DayNumber);
        BitConverter.TryWriteBytes(bytes, noise.Child(1).Seed);
        BitConverter.TryWriteBytes(bytes[8..], noise.Child(2).Seed);
        return new Guid(bytes);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
