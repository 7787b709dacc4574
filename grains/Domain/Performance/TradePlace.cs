using System.Globalization;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// A place in a list of trades: behind the trade of an instant and an id, whether or not it is still there. As text
/// <c>2026-03-01T12:00:00.000000Z_fill:7</c>, of an open one with <c>open_</c> before it.
/// </summary>
/// <param name="IsOpen">Among those that are open, which are listed first.</param>
/// <param name="At">When the trade was closed, of an open one when it was opened; UTC, to the microsecond as the record keeps it.</param>
public sealed record TradePlace(bool IsOpen, DateTimeOffset At, string TradeId)
{
    private const string OpenMark = "open_";
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const char Mark = '_';

    public static TradePlace Of(LedgerTrade last)
    {
        ArgumentNullException.ThrowIfNull(last);
        var trade = last.Trade;
        return new TradePlace(trade.ClosedAt is null, trade.ClosedAt ?? trade.OpenedAt, trade.TradeId);
    }

    /// <summary>The place that a text names; null where it names none.</summary>
    public static TradePlace? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isOpen = text.StartsWith(OpenMark, StringComparison.Ordinal);
        var place = isOpen ? text[OpenMark.Length..] : text;
        var mark = place.IndexOf(Mark, StringComparison.Ordinal);
        return mark > 0 && PrintableText.FaultOf("id", place[(mark + 1)..]) is null && DateTimeOffset.TryParseExact(
                place[..mark], InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new TradePlace(isOpen, at, place[(mark + 1)..])
            : null;
    }

    public override string ToString() =>
        $"{(IsOpen ? OpenMark : "")}{At.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture)}{Mark}{TradeId}";
}
