using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using OrleansAssets.MarketData;

namespace OrleansAssets.Api.Bodies;

/// <summary>
/// Imported candles as lines of text, which millions of rows need: <c>asset,timeframe,seconds since 1970,open,high,low,close,volume</c>.
/// A list in JSON takes three times the bytes and several times the processor, on both sides.
/// </summary>
public static class CandleLines
{
    /// <summary>The content type of such a body.</summary>
    public const string MediaType = "text/csv";

    /// <summary>Whose candles they are: those of a file.</summary>
    public const string SourceId = "import";

    private const string Form = "asset,timeframe,seconds since 1970,open,high,low,close,volume";
    private const int NumberBytesMax = 40;

    /// <summary>A body of candles; the source of each is <see cref="SourceId"/>.</summary>
    /// <exception cref="ArgumentException">An id cannot be written in such a line, or an instant is none of whole seconds.</exception>
    public static HttpContent ContentOf(ImmutableArray<Candle> candles)
    {
        var buffer = new ArrayBufferWriter<byte>(candles.Length * 64);
        foreach (var candle in candles)
        {
            Write(buffer, candle);
        }

        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue(MediaType) } };
    }

    /// <summary>Reads such a body.</summary>
    /// <param name="fault">The first line that is none, and what it must be.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out ImmutableArray<Candle> candles, out (int Line, string Rule) fault)
    {
        var rows = ImmutableArray.CreateBuilder<Candle>();
        var asset = ReadOnlySpan<byte>.Empty;
        var assetText = "";
        candles = [];
        for (var line = 1; !text.IsEmpty; line++)
        {
            var end = text.IndexOf((byte)'\n');
            var cells = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            var named = Next(ref cells);
            if (!named.SequenceEqual(asset))
            {
                asset = named;
                assetText = Encoding.UTF8.GetString(named);
            }

            if (!TryRead(assetText, ref cells, out var candle))
            {
                fault = (line, $"must be {Form}");
                return false;
            }

            rows.Add(candle);
        }

        candles = rows.DrainToImmutable();
        fault = default;
        return true;
    }

    private static bool TryRead(string asset, scoped ref ReadOnlySpan<byte> cells, out Candle candle)
    {
        candle = null!; // where it is read it is there
        if (!TimeframeOf(Next(ref cells), out var timeframe)
            || !Utf8Parser.TryParse(Next(ref cells), out long seconds, out _)
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            || !TryNumber(ref cells, out var open) || !TryNumber(ref cells, out var high) || !TryNumber(ref cells, out var low)
            || !TryNumber(ref cells, out var close) || !TryNumber(ref cells, out var volume) || !cells.IsEmpty || asset.Length == 0)
        {
            return false;
        }

        candle = new Candle(
            asset, SourceId, timeframe, DateTimeOffset.FromUnixTimeSeconds(seconds), open, high, low, close, volume);
        return true;
    }

    private static bool TimeframeOf(ReadOnlySpan<byte> code, out Timeframe timeframe)
    {
        if (code.SequenceEqual("1m"u8))
        {
            timeframe = Timeframe.M1; // most rows of a large file
            return true;
        }

        return Timeframe.TryParseCode(Encoding.UTF8.GetString(code), out timeframe);
    }

    private static bool TryNumber(scoped ref ReadOnlySpan<byte> cells, out decimal value)
    {
        var cell = Next(ref cells);
        return Utf8Parser.TryParse(cell, out value, out var read) && read == cell.Length;
    }

    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> cells)
    {
        var end = cells.IndexOf((byte)',');
        var cell = end < 0 ? cells : cells[..end];
        cells = end < 0 ? [] : cells[(end + 1)..];
        return cell;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, Candle candle)
    {
        if (candle.AssetId.AsSpan().ContainsAny(',', '\n', '\r') || candle.OpenTime.UtcTicks % TimeSpan.TicksPerSecond != 0
            || candle.SourceId != SourceId)
        {
            throw new ArgumentException($"{candle} cannot be written as a line: send it in JSON.", nameof(candle));
        }

        Encoding.UTF8.GetBytes(candle.AssetId, buffer);
        buffer.Write(","u8);
        Encoding.UTF8.GetBytes(candle.Timeframe.Code(), buffer);
        buffer.Write(","u8);
        Write(buffer, candle.OpenTime.ToUnixTimeSeconds());
        foreach (var number in (ReadOnlySpan<decimal>)[candle.Open, candle.High, candle.Low, candle.Close, candle.Volume])
        {
            buffer.Write(","u8);
            Write(buffer, number);
        }

        buffer.Write("\n"u8);
    }

    private static void Write<T>(ArrayBufferWriter<byte> buffer, T number)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(buffer.GetSpan(NumberBytesMax), out var written, default, CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }
}
