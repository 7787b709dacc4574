using System.Text.Json;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>Files of exchanges and brokers through the built console into a silo.</summary>
public sealed class ImportFilesTests : IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Import_FillsForeignTradesAndEvents_AreTakenOnceAndRefusedWhereTheyCannotBe()
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

        // Candles of a sandbox are made up, and these are not.
        var first = await JsonAsync(silo, "import", "fills", fills, "--yes");
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
        await ImportEventsAsync(silo);
        await DryEquityAsync(silo);
    }

    /// <summary>A dry run passed currencies that the import refuses, as it asked no rate.</summary>
    private async Task DryEquityAsync(SiloProcess silo)
    {
        var equity = _data.Write("equity.csv", ["date,equity", "2001-05-02,1000", "2001-05-03,1000"]);

        var dry = await silo.ConsoleAsync("import", "equity", equity, "--currency", "XYZ", "--dry-run");
        var refused = await silo.ConsoleAsync("import", "equity", equity, "--currency", "XYZ");
        var known = await JsonAsync(silo, "import", "equity", equity, "--dry-run");

        Assert.Equal((2, refused.Error), (dry.ExitCode, dry.Error));
        Assert.Contains("Line 2: an amount in XYZ of 2001-05-02", dry.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(("checked", 2), (known.GetProperty("outcome").GetString(), Count(known, "inserted")));
    }

    private async Task ImportEventsAsync(SiloProcess silo)
    {
        string[] columns = ["event_id,kind,booked_at,asset,amount,withheld,currency"];
        var statement = _data.Write(
            "may.csv",
            [.. columns, "c1,deposit,2025-05-01,,10000,,", "d1,dividend,2025-05-20,NVDA,10,1.5,", "i1,interest,2001-05-02,,150,,JPY"]);
        var june = _data.Write("june.csv", [.. columns, "d1,dividend,2025-05-20,NVDA,10,1.5,", "d2,dividend,2025-06-03,AMD,6,,"]);
        var bad = _data.Write("bad.csv", [.. columns, "x1,fee,2025-06-01,,5,,", "x2,coupon,2025-06-01,,5,,"]);

        var faults = await silo.ConsoleAsync("import", "events", bad, "--dry-run");
        var dry = await JsonAsync(silo, "import", "events", statement, "--dry-run");
        var first = await JsonAsync(silo, "import", "events", statement);
        var second = await JsonAsync(silo, "import", "events", statement);
        await JsonAsync(silo, "portfolio", "event", "dividend", "AMD", "--amount", "5", "--at", "2025-06-02T12:00Z", "--event-id", "typed");
        var (dryRefused, refused) = (
            await silo.ConsoleAsync("import", "events", june, "--dry-run"), await silo.ConsoleAsync("import", "events", june));
        var taken = await JsonAsync(silo, "import", "events", june, "--book-differences");

        Assert.Equal(2, faults.ExitCode);
        Assert.Contains("line 2: amount '5' must be less than 0", faults.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains(
            "line 3: kind 'coupon' must be one of dividend, tax", faults.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(("checked", 3, 3), (dry.GetProperty("outcome").GetString(), Count(dry, "goodRows"), Count(dry, "inserted")));
        Assert.Equal((3, 0, 0), (Count(first, "inserted"), Count(first, "unchanged"), Count(first, "kept")));
        Assert.Equal((0, 3, 0), (Count(second, "inserted"), Count(second, "unchanged"), Count(second, "kept")));
        Assert.Equal((2, refused.Error), (dryRefused.ExitCode, dryRefused.Error));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "Line 3: the dividend of AMD +6 USD of 2025-06-03 differs by +1 USD from what the book has: +5 USD of 2025-06-02 (typed)",
            refused.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal((1, 1), (Count(taken, "inserted"), Count(taken, "unchanged")));
        var book = (await JsonAsync(silo, "portfolio", "show")).GetProperty("book");
        Assert.Equal(10_000 + 8.5m + 1 + 5 + 1, book.GetProperty("cash").GetDecimal());
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
