using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Api.Bodies;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>Candles as lines of text: what is written is what is read, to the last decimal.</summary>
public sealed class CandleLinesTests
{
    private static readonly string[] Assets = ["BTC/USDT", "NVDA", "CRUDE"];

    [Fact]
    public void Law_Lines_AreReadAsTheyWereWritten() => Laws.Hold(2_000, choices =>
    {
        var candles = Enumerable.Range(0, choices.Next(1, 20)).Select(number => new Candle(
            Assets[choices.Next(Assets.Length)], CandleLines.SourceId, choices.Next(2) == 0 ? Timeframe.M1 : Timeframe.D1,
            DateTimeOffset.UnixEpoch.AddDays(choices.Next(0, 20_000)), Number(choices), Number(choices), Number(choices), Number(choices),
            Number(choices))).ToImmutableArray();
        choices.Tell(string.Join(Environment.NewLine, candles));

        var body = CandleLines.ContentOf(candles).ReadAsByteArrayAsync().GetAwaiter().GetResult();

        Assert.True(CandleLines.TryRead(body, out var read, out _));
        Assert.Equal(candles.AsEnumerable(), read);
    });

    [Theory]
    [InlineData("BTC/USDT,1d,0,1,1,1,1", 1)]
    [InlineData("BTC/USDT,1d,0,1,1,1,1,1\nBTC/USDT,1d,0,1,1,1,1,1,1", 2)]
    [InlineData("BTC/USDT,1d,0,1,1,1,1,1\n\nBTC/USDT,1d,0,1,1,1,1,1", 2)]
    [InlineData("BTC/USDT,2d,0,1,1,1,1,1", 1)]
    [InlineData(",1d,0,1,1,1,1,1", 1)]
    [InlineData("BTC/USDT,1d,0,1,one,1,1,1", 1)]
    [InlineData("BTC/USDT,1d,0,1,1.5x,1,1,1", 1)]
    [InlineData("BTC/USDT,1d,99999999999999,1,1,1,1,1", 1)]
    public void TryRead_ALineThatIsNone_IsNamed(string text, int line)
    {
        Assert.False(CandleLines.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault));
        Assert.Equal(line, fault.Line);
    }

    private static decimal Number(Choices choices) =>
        choices.Next(-1_000_000, 1_000_000_000) / (decimal)Math.Pow(10, choices.Next(0, 9)) * (choices.Next(5) == 0 ? 1.000_000_01m : 1);
}
