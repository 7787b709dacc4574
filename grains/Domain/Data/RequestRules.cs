using OrleansAssets.Data;

namespace OrleansAssets.Domain.Data;

/// <summary>What may be asked of collected data.</summary>
public static class RequestRules
{
    private const int SourceCharsMax = 100;

    /// <exception cref="InvalidRequestException">The limit is none.</exception>
    public static void RequireLimit(int limit)
    {
        if (limit is < 1 or > MarketDataLimits.RowsMax)
        {
            throw InvalidRequestException.At(
                "limit", limit, $"must be 1 to {MarketDataLimits.RowsMax}",
                $"A limit of {limit} rows is none: it must be from 1 to {MarketDataLimits.RowsMax}; ask for more page by page.",
                "ask for more page by page");
        }
    }

    /// <exception cref="InvalidRequestException">The span holds nothing.</exception>
    public static void RequireSpan(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (from >= until)
        {
            throw InvalidRequestException.At(
                "from", from, "must lie before until",
                $"The span from {InstantText.Seconds(from.Value)} until {InstantText.Seconds(until.Value)} holds nothing: "
                + "its start must lie before its end.");
        }
    }

    /// <exception cref="InvalidRequestException">It is no id that a source could have.</exception>
    public static void RequireSource(string? sourceId)
    {
        if (sourceId is not null && (sourceId.Length is 0 or > SourceCharsMax || !sourceId.All(IsPlain)))
        {
            throw InvalidRequestException.At(
                "sourceId", IdCheck.Given(sourceId), "must have letters, digits, '_', '-' and '.' only",
                "The source that was named is none: an id has letters, digits, '_', '-' and '.', e.g. ccxt_binance.");
        }
    }

    /// <exception cref="InvalidRequestException">There are none, or too many.</exception>
    public static void RequireAssets(int count)
    {
        if (count is < 1 or > MarketDataLimits.AssetsMax)
        {
            throw InvalidRequestException.At(
                "assets", count, $"must be 1 to {MarketDataLimits.AssetsMax} ids",
                $"{count} assets were asked for at once: name from 1 to {MarketDataLimits.AssetsMax}.");
        }
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.';
}
