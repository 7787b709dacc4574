using System.Text.Json;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>Files of exchanges and brokers through the built console into a silo.</summary>
public sealed class ImportFilesTests : IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Import_FillsAndForeignTrades_AreTakenOnceAndRefusedWithoutARate()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        var fills = _data.Write("binance.csv",
        [
            "Date(UTC),Pair,Side,Price,Executed,Amount,Fee",
            "2025-05-02 10:00:00,BTCUSDT,SELL,\"97,000.00\",0.0999BTC,\"9,690.30USDT\",9.6903USDT",
            "2025-05-01 12:00:00,BTCUSDT,BUY,\"96,000.00\",0.1000BTC,\"9,600.00USDT\",0.0001BTC",
        ]);
        var trades = _data.Write("trades.csv",
        [
            "trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees",
            "t1,GBP/JPY,long,10000,2001-05-01T12:00:00Z,190.100,2001-05-02T12:00:00Z,190.600,0",
        ]);
        var rates = _data.Write("USDJPY_1d.csv", ["timestamp,open,high,low,close,volume", "2001-05-02,150,151,149,150,0"]);

        var first = await JsonAsync(silo, "import", "fills", fills);
        var second = await JsonAsync(silo, "import", "fills", fills);
        var refused = await silo.ConsoleAsync("import", "trades", trades);
        await JsonAsync(silo, "import", "candles", rates);
        var taken = await JsonAsync(silo, "import", "trades", trades);

        Assert.Equal((2, 0), (Count(first, "inserted"), Count(first, "unchanged")));
        Assert.Equal("binance-trades (Binance, trade history)", first.GetProperty("detected").GetProperty("layout").GetString());
        Assert.Equal((1, 0), (Count(first, "trades"), Count(first, "openTrades")));
        Assert.Equal((0, 2), (Count(second, "inserted"), Count(second, "unchanged")));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Line 2: an amount in JPY of 2001-05-02", refused.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(1, Count(taken, "inserted"));
        var portfolio = await JsonAsync(silo, "portfolio", "show");
        Assert.Equal(2, Count(portfolio, "closedTrades"));
    }

    private static long Count(JsonElement report, string name) => report.GetProperty(name).GetInt64();

    private static async Task<JsonElement> JsonAsync(SiloProcess silo, params string[] arguments)
    {
        var outcome = await silo.ConsoleAsync([.. arguments, "--json"]);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', arguments)}: {outcome.Output} {outcome.Error}");
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.Clone();
    }
}
