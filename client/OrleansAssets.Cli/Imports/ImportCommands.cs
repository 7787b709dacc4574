using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Cli.Running;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary><c>import candles</c>, <c>import trades</c> and <c>import equity</c>.</summary>
internal static class ImportCommands
{
    public static Command Build(CommandRunner runner) =>
        new("import", "Load a CSV file: all of it or nothing; twice changes nothing (columns: docs/import.md)")
        {
            Candles(runner), Trades(runner), Equity(runner),
        };

    private static Command Candles(CommandRunner runner)
    {
        var options = new ImportOptions();
        var asset = new Option<string?>("--asset")
        {
            Description = "The asset (else a column, else the file's name: BTCUSDT_1d.csv)",
            HelpName = "asset",
        };
        var timeframe = new Option<string?>("--timeframe")
        {
            Description = $"Length of a candle: {string.Join(", ", Timeframe.Codes)} (else a column, else the file's name)",
            HelpName = "code",
        };
        var command = new Command("candles", "Import candles: timestamp,open,high,low,close,volume") { asset, timeframe };
        options.AddTo(command);
        return runner.Offline(command, call => options.RunAsync(runner, call, (assets, client) =>
        {
            var (series, error) = CandleSeries.Find(options.PathIn(call), call.Get(asset), call.Get(timeframe), assets);
            if (series is null)
            {
                return Task.FromResult(call.Output.Fail(error!)); // one of the two is there
            }

            var job = options.JobIn(call, ImportKind.Candles, null) with { Asset = series.AssetId, Timeframe = series.Timeframe?.Code() };
            return ImportRun.RunAsync(
                call,
                client,
                job,
                () => new CandleFormat(assets, series.AssetId, series.Timeframe, call.Now),
                (grain, batch, rows, token) => grain.AddCandlesAsync(batch, rows, token));
        }));
    }

    private static Command Trades(CommandRunner runner)
    {
        var options = new ImportOptions();
        var portfolio = PortfolioOption.Of();
        var command = new Command(
            "trades", "Import trades: "
                + "trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees[,strategy]") { portfolio };
        options.AddTo(command);
        return runner.Offline(command, call => options.RunAsync(runner, call, (assets, client) => ImportRun.RunAsync(
            call,
            client,
            options.JobIn(call, ImportKind.Trades, call.Get(portfolio)),
            () => new TradeFormat(assets, call.Now),
            (grain, batch, rows, token) => grain.AddTradesAsync(batch, rows, token))));
    }

    private static Command Equity(CommandRunner runner)
    {
        var options = new ImportOptions();
        var portfolio = PortfolioOption.Of();
        var command = new Command("equity", "Import portfolio value at the end of each day: date,equity[,cash_flow]") { portfolio };
        options.AddTo(command);
        return runner.Offline(command, call => options.RunAsync(runner, call, (_, client) => ImportRun.RunAsync(
            call,
            client,
            options.JobIn(call, ImportKind.Equity, call.Get(portfolio)),
            () => new EquityFormat(call.Now),
            (grain, batch, rows, token) => grain.AddEquityAsync(batch, rows, token))));
    }
}
