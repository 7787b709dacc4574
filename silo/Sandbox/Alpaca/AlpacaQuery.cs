using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Sandbox.Alpaca;

/// <summary>The parameters of a request for bars.</summary>
/// <param name="Symbols">Sorted.</param>
/// <param name="Until">Exclusive, though the vendor's <c>end</c> is inclusive.</param>
/// <param name="PageSymbol">Where a page token says to go on; empty without one.</param>
internal sealed record AlpacaQuery(
    ImmutableArray<string> Symbols, Timeframe Timeframe, DateTimeOffset Start, DateTimeOffset Until, int Limit, string PageSymbol,
    DateTimeOffset? PageFrom)
{
    private const int LimitMax = 10_000;
    private const int LimitDefault = 1000;
    private static readonly TimeSpan SipDelay = TimeSpan.FromMinutes(15);

    /// <summary>Reads them; null with the status and message to answer.</summary>
    public static AlpacaQuery? TryRead(IQueryCollection query, DateTimeOffset now, out int status, out string message)
    {
        status = StatusCodes.Status400BadRequest;
        message = string.Empty;
        var symbols = SymbolsOf(query);
        var (pageSymbol, pageFrom) = PlaceOf(query["page_token"].ToString());
        var start = TimeOf(query["start"].ToString(), NewYorkTime.MidnightOf(NewYorkTime.DateOf(now)));
        var end = TimeOf(query["end"].ToString(), now);
        var limitText = query["limit"].ToString();
        var limit = limitText.Length == 0 ? LimitDefault
            : int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 0;
        if (symbols.Length == 0)
        {
            status = StatusCodes.Status422UnprocessableEntity;
        }
        else if (query["feed"].ToString() is "" or "sip" && end > now - SipDelay)
        {
            status = StatusCodes.Status403Forbidden;
        }

        message = symbols.Length == 0 ? "symbols is required"
            : symbols.FirstOrDefault(symbol => !symbol.All(character => char.IsAsciiLetterUpper(character) || character == '.')) is { } bad
                ? $"invalid symbol: {bad}"
            : TimeframeOf(query["timeframe"].ToString()) is null ? $"invalid timeframe: {query["timeframe"]}"
            : start is null ? $"invalid start: {query["start"]}"
            : end is null ? $"invalid end: {query["end"]}"
            : limit is < 1 or > LimitMax ? $"invalid limit: larger than {LimitMax} or less than 1"
            : pageSymbol is null ? "invalid page_token"
            : status == StatusCodes.Status403Forbidden ? "subscription does not permit querying recent SIP data"
            : string.Empty;
        return message.Length > 0 ? null : new AlpacaQuery(
            symbols, TimeframeOf(query["timeframe"].ToString())!.Value, start!.Value, Earliest(end!.Value, now).AddTicks(1), limit,
            pageSymbol!, pageFrom);
    }

    /// <summary>The symbols asked for, each once, sorted.</summary>
    public static ImmutableArray<string> SymbolsOf(IQueryCollection query)
        => [.. query["symbols"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A token that goes on with a symbol's bar.</summary>
    public static string TokenOf(string symbol, DateTimeOffset from)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{symbol}|{from.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}"));

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static (string? Symbol, DateTimeOffset? From) PlaceOf(string token)
    {
        if (token.Length == 0)
        {
            return (string.Empty, null);
        }

        if (!Base64.IsValid(token))
        {
            return (null, null);
        }

        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('|');
        return parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253_370_764_800
            ? (parts[0], DateTimeOffset.FromUnixTimeSeconds(seconds))
            : (null, null);
    }

    private static Timeframe? TimeframeOf(string name) => name switch
    {
        "1Min" or "1T" => Timeframe.M1,
        "5Min" or "5T" => Timeframe.M5,
        "15Min" or "15T" => Timeframe.M15,
        "30Min" or "30T" => Timeframe.M30,
        "1Hour" or "1H" => Timeframe.H1,
        "4Hour" or "4H" => Timeframe.H4,
        "1Day" or "1D" => Timeframe.D1,
        _ => null,
    };

    /// <summary>A date, which begins in New York, or a time; null for anything else.</summary>
    private static DateTimeOffset? TimeOf(string text, DateTimeOffset whenAbsent)
    {
        if (text.Length == 0)
        {
            return whenAbsent;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return NewYorkTime.MidnightOf(date);
        }

        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;
    }
}
