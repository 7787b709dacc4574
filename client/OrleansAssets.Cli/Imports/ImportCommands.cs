using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>
/// <c>import candles</c>, <c>import fills</c>, <c>import trades</c>, <c>import equity</c>, <c>import events</c> and <c>import show</c>.
/// </summary>
internal static class ImportCommands
{
    public static Command Build(CommandRunner runner) =>
        new("import", "Load a file: all of it or nothing; twice changes nothing (layouts and columns: docs/import.md)")
        {
            Candles(runner), Fills(runner), Trades(runner), Equity(runner), Events(runner), Show(runner),
        };

    private static Command Show(CommandRunner runner)
    {
        var id = new Argument<Guid>("IMPORT") { Description = "Id of an import, a UUID" };
        var command = new Command("show", "Show where an import stands: what came of it, and what its commit did") { id };
        return runner.Online(command, async (call, client) =>
        {
            var view = await client.Import.GetAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(view, ApiJson.Form.ImportView, ImportPages.State);
            return ExitCodes.Done;
        });
    }

    private static Command Candles(CommandRunner runner)
    {
        var options = new ImportOptions(ImportKind.Candles);
        var asset = new Option<string?>("--asset")
        {
            Description = "The asset (else a column, else the file's name: BTCUSDT_1d.csv)",
            HelpName = "asset",
        };
        var timeframe = new Option<string?>("--timeframe")
        {
            Description = $"Length of a candle: {string.Join(", ", Timeframe.Codes)} (else a column, the file's name, or its rows)",
            HelpName = "code",
        };
        var command = new Command("candles", $"Import candles ({NamesOf(ImportKind.Candles)})") { asset, timeframe };
        options.AddTo(command);
        return runner.Offline(command, call => options.RunAsync(runner, call, (facts, client) =>
        {
            var (series, error) = CandleSeries.Find(
                options.PathIn(call), facts.Form, facts.Header, call.Get(asset), call.Get(timeframe), facts.Assets);
            if (series is null)
            {
                return Task.FromResult(call.Output.Fail(error!)); // one of the two is there
            }

            return ImportRun.RunAsync(
                call,
                client,
                options.JobIn(call, null) with { Asset = series.AssetId, Timeframe = series.Timeframe?.Code() },
                facts.Form,
                new CandleFormat(facts.Assets, series.AssetId, series.Timeframe, facts.Form.Day, call.Now),
                (imports, id, batch, rows, token) => imports.AddCandlesAsync(id, batch, CandleLines.ContentOf(rows), token));
        }));
    }

    private static Command Fills(CommandRunner runner)
    {
        var options = new ImportOptions(ImportKind.Fills);
        var money = new MoneyOptions();
        var portfolio = PortfolioOption.Of();
        var asset = new Option<string?>("--asset") { Description = "The asset (else a column)", HelpName = "asset" };
        var strategy = new Option<string?>("--strategy") { Description = "Whose fills they are (else a column)", HelpName = "id" };
        var lot = NumberOption.Of(
            "--lot-size", "Units of a lot [default: 100000 of currencies at MetaTrader, else 1]", "units", required: false);
        var yes = new Option<bool>("--yes") { Description = "Take fills although their price or size is hard to believe" };
        var command = new Command("fills", $"Import fills, which the book pairs to round trips ({NamesOf(ImportKind.Fills)})")
        {
            portfolio, asset, strategy, lot, yes,
        };
        money.AddTo(command);
        options.AddTo(command);
        return runner.Offline(command, call => options.RunAsync(runner, call, (facts, client) =>
        {
            if (call.Get(asset) is { } name && facts.Assets.Find(name) is null)
            {
                return Task.FromResult(call.Output.Fail(CommandError.NotFound($"--asset '{name}' {facts.Assets.Rule(name)}")));
            }

            var said = new FillOptions(
                call.Get(asset), call.Get(strategy), money.CurrencyIn(call), money.FeeCurrencyIn(call), call.Get(lot));
            return ImportRun.RunAsync(
                call,
                client,
                options.JobIn(call, call.Get(portfolio)) with { Confirmed = call.Get(yes) },
                facts.Form,
                new FillFormat(facts.Assets, facts.Form, said, call.Now),
                (imports, id, batch, rows, token) => imports.AddFillsAsync(id, batch, rows, token));
        }));
    }

    private static Command Trades(CommandRunner runner)
    {
        var options = new ImportOptions(ImportKind.Trades);
        var money = new MoneyOptions();
        var portfolio = PortfolioOption.Of();
        var command = new Command(
            "trades", "Import round trips: trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees"
                + "[,strategy,currency,fee_currency]") { portfolio };
        money.AddTo(command);
        options.AddTo(command);
        return runner.Offline(command, call => RunAsync(
            runner, call, options, options.JobIn(call, call.Get(portfolio)),
            facts => new TradeFormat(facts.Assets, money.CurrencyIn(call), money.FeeCurrencyIn(call), call.Now),
            (imports, id, batch, rows, token) => imports.AddForeignTradesAsync(id, batch, rows, token)));
    }

    private static Command Equity(CommandRunner runner)
    {
        var options = new ImportOptions(ImportKind.Equity);
        var portfolio = PortfolioOption.Of();
        var currency = new Option<string?>("--currency")
        {
            Description = "Of all amounts (else US dollars); they are kept in dollars, by the rates of their days", HelpName = "code",
        };
        var command = new Command("equity", "Import portfolio value at the end of each day: date,equity[,cash_flow,currency]")
        {
            portfolio, currency,
        };
        options.AddTo(command);
        return runner.Offline(command, call =>
        {
            var said = MoneyOptions.CodeIn(call, currency);
            if (RowRules.FaultOfCurrency(said) is { } fault)
            {
                return Task.FromResult(call.Output.Fail(CommandError.BadInput($"--currency '{said}' {fault.Rule}")));
            }

            return RunAsync(
                runner, call, options, options.JobIn(call, call.Get(portfolio)) with { Currency = said },
                facts => new EquityFormat(said, facts.IsAsked, call.Now),
                (imports, id, batch, rows, token) => imports.AddEquityAsync(id, batch, rows, token));
        });
    }

    private static Command Events(CommandRunner runner)
    {
        var options = new ImportOptions(ImportKind.Events);
        var portfolio = PortfolioOption.Of();
        var currency = new Option<string?>("--currency") { Description = "Of amounts (else a column, else US dollars)", HelpName = "code" };
        var differences = new Option<bool>("--book-differences")
        {
            Description = "The statement is right where its dividends differ from the book: book what they differ by",
        };
        var command = new Command(
            "events", $"Import dividends, interest, fees, splits, deposits that the book lacks ({NamesOf(ImportKind.Events)})")
        {
            portfolio, currency, differences,
        };
        options.AddTo(command);
        return runner.Offline(command, call => RunAsync(
            runner, call, options, options.JobIn(call, call.Get(portfolio)) with { BookDifferences = call.Get(differences) },
            facts => new EventFormat(facts.Assets, facts.Form, MoneyOptions.CodeIn(call, currency), call.Now),
            (imports, id, batch, rows, token) => imports.AddEventsAsync(id, batch, rows, token)));
    }

    private static Task<int> RunAsync<T>(
        CommandRunner runner, CommandCall call, ImportOptions options, ImportJob job, Func<ImportFacts, RowFormat<T>> formatOf,
        AddRows<T> add)
        where T : class => options.RunAsync(
            runner, call, (facts, client) => ImportRun.RunAsync(call, client, job, facts.Form, formatOf(facts), add));

    private static string NamesOf(ImportKind kind) =>
        string.Join(", ", Layouts.All.Where(layout => layout.Kind == kind).Select(layout => layout.Name));
}

/// <summary>In which currencies the amounts of a file are, where no column says it.</summary>
internal sealed class MoneyOptions
{
    private readonly Option<string?> _currency = new("--currency")
    {
        Description = "Of prices (else a column, else the asset's quote currency)", HelpName = "code",
    };

    private readonly Option<string?> _feeCurrency = new("--fee-currency")
    {
        Description = "Of fees (else a column or the layout's, else that of the prices)", HelpName = "code",
    };

    public void AddTo(Command command)
    {
        command.Add(_currency);
        command.Add(_feeCurrency);
    }

    public string? CurrencyIn(CommandCall call) => CodeIn(call, _currency);

    public string? FeeCurrencyIn(CommandCall call) => CodeIn(call, _feeCurrency);

    /// <summary>The code of a currency as it is kept, however it was typed; null where none was given.</summary>
    public static string? CodeIn(CommandCall call, Option<string?> option) => call.Get(option)?.Trim().ToUpperInvariant();
}
