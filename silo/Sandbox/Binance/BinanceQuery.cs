using System.Globalization;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Binance;

/// <summary>The parameters of a request for klines.</summary>
/// <param name="StartTime">Earliest open time in milliseconds, inclusive.</param>
/// <param name="EndTime">Latest open time in milliseconds, inclusive.</param>
internal sealed record BinanceQuery(SyntheticMarket Market, Timeframe Timeframe, long? StartTime, long? EndTime, int? Limit)
{
    private const string SymbolRange = "^[A-Z0-9-_.]{1,20}$";
    private const string NumberRange = "^[0-9]{1,20}$";

    /// <summary>Latest time that is taken: the end of the year 9998, in milliseconds.</summary>
    private const long MillisecondsMax = 253_370_764_799_999;

    /// <summary>Reads them; null with the error that Binance states first.</summary>
    public static BinanceQuery? TryRead(
        IQueryCollection query, IReadOnlyDictionary<string, SyntheticMarket> markets, out BinanceError? error)
    {
        var symbol = TryReadSymbol(query, markets, out error);
        var interval = query["interval"].ToString();
        error = error is { Code: not -1121 } ? error
            : interval.Length == 0 ? BinanceError.Missing("interval")
            : !Timeframe.TryParseCode(interval, out _) ? BinanceError.BadInterval()
            : error;
        error = TryReadNumber(query, "startTime", error, out var start);
        error = TryReadNumber(query, "endTime", error, out var end);
        error = TryReadNumber(query, "limit", error, out var limit);
        if (error is null && limit == 0)
        {
            error = BinanceError.BadValue("limit");
        }

        return error is null && symbol is { } found && Timeframe.TryParseCode(interval, out var timeframe)
            ? new BinanceQuery(found.Market, timeframe, start, end, limit is { } rows ? (int)Math.Min(rows, int.MaxValue) : null)
            : null;
    }

    /// <summary>Reads the symbol; null with the error.</summary>
    public static (string Symbol, SyntheticMarket Market)? TryReadSymbol(
        IQueryCollection query, IReadOnlyDictionary<string, SyntheticMarket> markets, out BinanceError? error)
    {
        var symbol = query["symbol"].ToString();
        error = symbol.Length == 0 ? BinanceError.Missing("symbol")
            : symbol.Length > 20 || !symbol.All(IsSymbolCharacter) ? BinanceError.IllegalCharacters("symbol", SymbolRange)
            : !markets.ContainsKey(symbol) ? BinanceError.BadSymbol()
            : null;
        return error is null ? (symbol, markets[symbol]) : null;
    }

    private static bool IsSymbolCharacter(char character)
        => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.';

    private static BinanceError? TryReadNumber(IQueryCollection query, string parameter, BinanceError? error, out long? number)
    {
        number = null;
        var text = query[parameter].ToString();
        if (text.Length == 0 || error is not null)
        {
            return error;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return BinanceError.IllegalCharacters(parameter, NumberRange);
        }

        number = value;
        return value > MillisecondsMax ? BinanceError.BadValue(parameter) : null;
    }
}

/// <summary>An error as Binance writes it.</summary>
internal sealed record BinanceError(int Status, int Code, string Message)
{
    public static BinanceError Missing(string parameter)
        => new(StatusCodes.Status400BadRequest, -1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static BinanceError IllegalCharacters(string parameter, string legal)
        => new(StatusCodes.Status400BadRequest, -1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{legal}'.");

    public static BinanceError BadInterval() => new(StatusCodes.Status400BadRequest, -1120, "Invalid interval.");

    public static BinanceError BadSymbol() => new(StatusCodes.Status400BadRequest, -1121, "Invalid symbol.");

    public static BinanceError BadValue(string parameter)
        => new(StatusCodes.Status400BadRequest, -1130, $"Data sent for parameter '{parameter}' is not valid.");

    /// <summary>Sends it.</summary>
    public Task WriteAsync(HttpContext context) => SandboxJson.WriteObjectAsync(context, Status, writer =>
    {
        writer.WriteNumber("code", Code);
        writer.WriteString("msg", Message);
    });
}
