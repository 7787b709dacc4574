using System.Text;
using OrleansAssets.Assets;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Console;

public sealed class RowStreamTests
{
    private const string CandleHeader = "timestamp,open,high,low,close,volume\n";
    private const string TradeHeader = "trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees,strategy\n";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Candles_GoodRow_IsReadToTheLastDigit()
    {
        var row = Assert.Single(
            Read(Encoding.UTF8.GetBytes(CandleHeader + "2024-02-29T00:00:00Z,1.10,2,0.5,1e0,123456789.123456789\n"), Days()));

        var expected = new Candle(
            "BTC/USDT", "import", Timeframe.D1, new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero),
            1.10m, 2m, 0.5m, 1m, 123456789.123456789m);
        Assert.Equal(expected, row.Value);
    }

    [Theory]
    [InlineData("2024-01-01")]
    [InlineData("2024-01-01 00:00")]
    [InlineData("2024-01-01T00:00:00")]
    [InlineData("2024-01-01T00:00:00.000Z")]
    [InlineData("2024-01-01T02:00:00+02:00")]
    public void Candles_TimestampForms_MeanTheSameInstant(string timestamp)
    {
        var row = Assert.Single(Read($"{CandleHeader}{timestamp},1,1,1,1,0\n", Days()));

        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), row.Value!.OpenTime);
    }

    [Fact]
    public void Candles_ByteOrderMarkCrLfQuotesAndBlankLines_AreRead()
    {
        byte[] bytes = 
        [
            .. Encoding.UTF8.Preamble,
            .. "\"timestamp\",open,high, low ,close,volume\r\n\r\n2024-01-01,\"1\",2,1,1,0\r\n\r\n2024-01-02,1,2,1,1,0"u8,
        ];

        var rows = Read(bytes, Days());

        Assert.Equal([3L, 5L], rows.Select(row => row.Line));
        Assert.All(rows, row => Assert.NotNull(row.Value));
    }

    [Fact]
    public void Candles_ColumnsInAnyOrderAndCase_AreRead()
    {
        var row = Assert.Single(Read("Close,VOLUME,open,high,low,Timestamp\n4,5,1,6,1,2024-01-01\n", Days()));

        Assert.Equal((1m, 4m, 5m), (row.Value!.Open, row.Value.Close, row.Value.Volume));
    }

    [Theory]
    [InlineData("2024-01-01,1,2,1,1", "row", 1)]
    [InlineData("2024-01-01,1,2,1,1,0,9", "row", 1)]
    [InlineData("2024-01-01,\"1,2,1,1,0", "row", 1)]
    [InlineData("yesterday,1,2,1,1,0", "timestamp", 1)]
    [InlineData("2024-01-01T05:00:00Z,1,2,1,1,0", "timestamp", 1)]
    [InlineData("2026-01-01,1,2,1,1,0", "timestamp", 1)]
    [InlineData("2024-01-01,1,1,2,1,0", "high", 1)]
    [InlineData("2024-01-01,0,2,1,1,0", "open", 1)]
    [InlineData("2024-01-01,1,2,1,1,-1", "volume", 1)]
    [InlineData("2024-01-01,a,b,c,d,e", "open", 5)]
    [InlineData("2024-01-01,NaN,2,1,1,0", "open", 1)]
    [InlineData("2024-01-01,,2,1,1,0", "open", 1)]
    public void Candles_BadRow_NamesLineColumnAndEveryFault(string line, string column, int faults)
    {
        var rows = Read($"{CandleHeader}2024-03-01,1,2,1,1,0\n{line}\n2024-03-02,1,2,1,1,0\n", Days());

        Assert.Equal([2L, 3L, 4L], rows.Select(row => row.Line));
        Assert.Null(rows[1].Value);
        Assert.Equal(faults, rows[1].Faults.Length);
        Assert.Equal(column, rows[1].Faults[0].Column);
        Assert.NotNull(rows[0].Value);
        Assert.NotNull(rows[2].Value);
    }

    [Fact]
    public void Candles_SameInstantTwice_IsAFaultOfTheSecond()
    {
        var rows = Read($"{CandleHeader}2024-01-02,1,2,1,1,0\n2024-01-01,1,2,1,1,0\n2024-01-02T00:00:00Z,3,4,3,3,0\n", Days());

        Assert.NotNull(rows[0].Value);
        Assert.Contains("unique", Assert.Single(rows[2].Faults).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Candles_AssetAndTimeframeColumns_AreReadPerRow()
    {
        var text = "asset,timeframe,timestamp,open,high,low,close,volume\nbtcusdt,1h,2024-01-01T01:00Z,1,2,1,1,0\n"
            + "NVDA,1d,2024-01-01,1,2,1,1,0\nNVDIA,7h,2024-01-01,1,2,1,1,0\n";

        var rows = Read(text, new CandleFormat(Assets(), null, null, DayBasis.Utc, Now));

        Assert.Equal(("BTC/USDT", Timeframe.H1), (rows[0].Value!.AssetId, rows[0].Value!.Timeframe));
        Assert.Equal(("NVDA", Timeframe.D1), (rows[1].Value!.AssetId, rows[1].Value!.Timeframe));
        Assert.Equal("asset timeframe", string.Join(' ', rows[2].Faults.Select(fault => fault.Column)));
        Assert.Contains("NVDA", rows[2].Faults[0].Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Candles_HugeValue_IsOneShortFault()
    {
        var rows = Read($"{CandleHeader}2024-01-01,{new string('9', 5_000)},2,1,1,0\n2024-01-02,1,2,1,1,0\n", Days());

        Assert.True(Assert.Single(rows[0].Faults).Value.Length < 100);
        Assert.NotNull(rows[1].Value);
    }

    [Fact]
    public void Candles_EndlessLine_StopsEarlyWithAFault()
    {
        using var endless = new EndlessStream(Encoding.UTF8.GetBytes(CandleHeader + "2024-01-01,1"));
        var format = Days();
        using var stream = new RowStream<Candle>(endless, format, FileForm.Plain(ImportKind.Candles));

        var rows = stream.Rows(stream.ReadHeader()).ToList();

        Assert.Contains("64 KB", Assert.Single(Assert.Single(rows).Faults).Rule, StringComparison.Ordinal);
        Assert.True(endless.Position < 4 * 1024 * 1024, $"{endless.Position} bytes were read to find out.");
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("timestamp;open;high;low;close;volume\n", "say which with --separator")]
    [InlineData("time_stamp,open,high,low,close,volume\n", "is 'time_stamp' meant to be it?")]
    [InlineData("timestamp,open,high,low,close,volume,open\n", "2 times")]
    [InlineData("timestamp,open,high,low,close\n", "the column 'volume' is missing")]
    public void Header_Wrong_SaysWhatIsMeant(string text, string expected)
    {
        using var stream = new RowStream<Candle>(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), Days(), FileForm.Plain(ImportKind.Candles));

        Assert.Contains(stream.ReadHeader().Faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Header_SlipInAnOptionalColumn_IsAFaultAndAForeignOneIsIgnored()
    {
        using var stream = new RowStream<EquityPoint>(
            new MemoryStream("date,equity,cashflow,comment\n"u8.ToArray()), new EquityFormat(null, isAsked: false, Now),
            FileForm.Plain(ImportKind.Equity));

        var header = stream.ReadHeader();

        Assert.Contains("did you mean 'cash_flow'?", Assert.Single(header.Faults), StringComparison.Ordinal);
        Assert.True(header.Ignored.Contains("comment", StringComparer.Ordinal));
    }

    [Fact]
    public void Trades_OpenAndClosed_AreRead()
    {
        var rows = Read(
            TradeHeader + "a1,BTC-USDT,long,0.5,2024-01-01T10:00:00Z,100,2024-01-02T10:00:00Z,110,0.1,trend\n"
                + "a2,NVDA,SHORT,1,2024-01-01,50,,,,\n",
            new TradeFormat(Assets(), null, null, Now));

        Assert.Equal(
            new Trade("a1", "BTC/USDT", "trend", TradeSide.Long, 0.5m, At(1, 10), 100m, At(2, 10), 110m, 0.1m), rows[0].Value!.Trade);
        Assert.Equal(new Trade("a2", "NVDA", null, TradeSide.Short, 1m, At(1, 0), 50m, null, null, 0m), rows[1].Value!.Trade);
    }

    [Theory]
    [InlineData("a1,NVDA,long,1,2024-01-02,50,2024-01-01,60,0,", "closed_at")]
    [InlineData("a1,NVDA,long,1,2024-01-02,50,2024-01-03,,0,", "exit_price")]
    [InlineData("a1,NVDA,long,1,2024-01-02,50,,60,0,", "closed_at")]
    [InlineData("a1,NVDA,buy,1,2024-01-02,50,,,0,", "side")]
    [InlineData("a1,NVDA,long,0,2024-01-02,50,,,0,", "quantity")]
    [InlineData("a1,NVDA,long,1,2024-01-02,50,,,none,", "fees")]
    [InlineData("a1,XYZZY,long,1,2024-01-02,50,,,0,", "asset")]
    [InlineData(",NVDA,long,1,2024-01-02,50,,,0,", "trade_id")]
    [InlineData("a0,NVDA,long,1,2024-01-02,50,,,0,", "trade_id")]
    public void Trades_BadRow_NamesTheColumn(string line, string column)
    {
        var rows = Read($"{TradeHeader}a0,NVDA,long,1,2024-01-01,50,,,0,\n{line}\n", new TradeFormat(Assets(), null, null, Now));

        Assert.Equal(column, Assert.Single(rows[1].Faults).Column);
    }

    [Theory]
    [InlineData(null, "USD", true)]
    [InlineData(null, "", true)]
    [InlineData(null, "EUR", false)] // no row of euros is taken for dollars
    [InlineData("EUR", "eur", true)]
    [InlineData("EUR", "USD", false)]
    public void Equity_OfACurrency_IsThatOfAllRows(string? said, string named, bool isGood)
    {
        var rows = Read($"date,equity,currency\n2024-01-01,1000,{named}\n", new EquityFormat(said, isAsked: false, Now));

        Assert.Equal(isGood ? [] : ["currency"], rows[0].Faults.Select(fault => fault.Column));
    }

    [Fact]
    public void Check_ManyFaults_KeepsTheFirstThousandAndCountsAll()
    {
        var text = "date,equity\n" + string.Concat(Enumerable.Range(0, 1_500).Select(_ => "x,y\n")) + "2024-01-01,1\n";
        var format = new EquityFormat(null, isAsked: false, Now);
        using var stream = new RowStream<EquityPoint>(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), format, FileForm.Plain(ImportKind.Equity));

        var check = ImportCheck.Of(stream, format, (_, _) => { }, CancellationToken.None);

        Assert.Equal(
            (1_501L, 1_500L, 1L, 3_000L, 1_000), (check.Rows, check.BadRows, check.GoodRows, check.FaultCount, check.Faults.Length));
    }

    [Fact]
    public void Check_OpenOutsideOfLowToHigh_IsCountedAsOddAndKept()
    {
        var format = Days();
        using var stream = new RowStream<Candle>(
            new MemoryStream(Encoding.UTF8.GetBytes(CandleHeader + "2024-01-01,5,2,1,1,0\n")), format, FileForm.Plain(ImportKind.Candles));

        var check = ImportCheck.Of(stream, format, (_, _) => { }, CancellationToken.None);

        Assert.Equal((1L, 0L, 1L), (check.GoodRows, check.BadRows, check.OddRows));
    }

    private static DateTimeOffset At(int day, int hour) => new(2024, 1, day, hour, 0, 0, TimeSpan.Zero);

    private static CandleFormat Days() => new(Assets(), "BTC/USDT", Timeframe.D1, DayBasis.Utc, Now);

    private static KnownAssets Assets() => new([Asset("BTC/USDT", "BTCUSDT"), Asset("NVDA", "NVDA")], []);

    private static AssetDefinition Asset(string id, string symbol) => new(
        id, id, "class", "phase", true, [new SourceSymbol("source", symbol)], [], [], [],
        new AssetRisk(0.1m, 5, 1, 2, 2, new PriceDistance(0.1m, DistanceUnit.Fraction), null, 1, null, new SpecialRules(
            null, [], false, null, false, false, null)));

    private static List<ParsedRow<T>> Read<T>(string text, RowFormat<T> format)
        where T : class => Read(Encoding.UTF8.GetBytes(text), format);

    private static List<ParsedRow<T>> Read<T>(byte[] bytes, RowFormat<T> format)
        where T : class
    {
        using var stream = new RowStream<T>(new MemoryStream(bytes), format, FileForm.Plain(KindOf<T>()));
        var header = stream.ReadHeader();
        Assert.Empty(header.Faults);
        return [.. stream.Rows(header)];
    }

    private static ImportKind KindOf<T>() => typeof(T) == typeof(Candle) ? ImportKind.Candles
        : typeof(T) == typeof(EquityPoint) ? ImportKind.Equity : ImportKind.Trades;

    /// <summary>A beginning, then the digit 1 for ever.</summary>
    private sealed class EndlessStream(byte[] beginning) : Stream
    {
        private const long BytesMax = 1L << 30;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => BytesMax;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, Position++)
            {
                buffer[offset + i] = Position < beginning.Length ? beginning[Position] : (byte)'1';
            }

            return Position > BytesMax ? throw new InvalidOperationException("The reader did not stop.") : count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
