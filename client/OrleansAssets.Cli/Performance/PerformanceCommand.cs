using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;

namespace OrleansAssets.Cli.Performance;

/// <summary><c>performance</c>: figures, how far to trust them, and their course.</summary>
internal static class PerformanceCommand
{
    /// <summary>Newest trades and orders of which the known strategies are those.</summary>
    private const int NewestMax = 1_000;

    public static Command Build(CommandRunner runner)
    {
        var asked = new PerformanceOptions();
        var command = new Command("performance", "Measure a portfolio, or a class, asset or strategy of it");
        asked.AddTo(command);
        return runner.Online(command, async (call, client) =>
        {
            var view = await ReadAsync(client, asked, call);
            if (await UnknownStrategyAsync(client, asked, call, view) is { } unknown)
            {
                return call.Output.Fail(CommandError.NotFound(unknown));
            }

            if (call.Get(asked.Plot) is { } path)
            {
                if (Draw(path, asked.MeasuredBy(call), view.Series) is { } fault)
                {
                    return call.Output.Fail(CommandError.BadInput(fault));
                }

                call.Output.Note($"Drew {path}.");
            }

            call.Output.Answer(view, AssetsJson.Form.PerformanceView, PerformancePages.Show);
            return ExitCodes.Done;
        });
    }

    /// <summary>What to say of a strategy without a record under whose name nothing was ever traded; null of any other question.</summary>
    private static async Task<string?> UnknownStrategyAsync(
        AssetsApi client, PerformanceOptions asked, CommandCall call, PerformanceView view)
    {
        var (query, portfolio) = (asked.QueryOf(call), asked.PortfolioOf(call));
        if (query.StrategyId is not { } strategy || view.Details.Report is not { ClosedTrades: 0 })
        {
            return null;
        }

        var (stop, isOf) = (call.CancellationToken, new TradeFilter(StrategyId: strategy, Scope: TradeScope.All));
        if ((await client.Performance.FindTradesAsync(portfolio, isOf, null, 1, stop)).Trades.Length > 0)
        {
            return null;
        }

        var trades = await client.Performance.FindTradesAsync(portfolio, isOf with { StrategyId = null }, null, NewestMax, stop);
        var orders = await client.Orders.FindOrdersAsync(portfolio, false, null, null, NewestMax, stop);
        var known = trades.Trades.Select(one => one.Trade.StrategyId).Concat(orders.Orders.Select(order => order.StrategyId))
            .OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return known.Contains(strategy, StringComparer.Ordinal) ? null
            : $"Nothing was traded in portfolio '{portfolio}' by a strategy '{IdCheck.Given(strategy)}'. "
                + (known.Length == 0 ? "No strategy is named there yet." : UnknownId.Instead(strategy, known));
    }

    private static async Task<PerformanceView> ReadAsync(AssetsApi client, PerformanceOptions asked, CommandCall call)
    {
        var (query, portfolio) = (asked.QueryOf(call), asked.PortfolioOf(call));
        return new PerformanceView(
            await client.Performance.GetDetailsAsync(portfolio, query, call.CancellationToken),
            await client.Performance.GetIntervalsAsync(portfolio, query, PerformanceView.Level, call.CancellationToken),
            await client.Performance.GetSeriesAsync(portfolio, query, call.Get(asked.Rolling), call.CancellationToken),
            await client.Performance.CompareAsync(
                portfolio, query, query.AssetId is null ? PerformanceGroup.Asset : PerformanceGroup.Strategy, call.CancellationToken),
            (await client.Catalogue.GetStatusAsync(call.CancellationToken)).Mode);
    }

    /// <summary>Answers why there is no picture, null where there is one.</summary>
    private static string? Draw(string path, string measured, PerformanceSeries series) => series.Days.IsEmpty
        ? $"--plot {path}: the window has no daily return to draw; name another with --window or --as-of."
        : PlotFile.Write(path, PerformancePlot.Of($"Performance of {measured}", series));
}

/// <summary>What is measured, and of which days.</summary>
internal sealed class PerformanceOptions
{
    private const string Whole = "portfolio";

    private readonly Argument<string> _scope = new("SCOPE")
    {
        Description = "portfolio, class, asset or strategy", DefaultValueFactory = _ => Whole,
    };

    private readonly Argument<string?> _id = new("ID")
    {
        Description = "Which class, asset or strategy", DefaultValueFactory = _ => null,
    };

    private readonly Option<string> _portfolio = new("--portfolio")
    {
        Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId,
    };

    private readonly Option<int> _window = WholeOption.Of("--window", "Calendar days", "days", 60, 1, QueryRules.WindowDaysMax);

    private readonly Option<DateOnly?> _asOf = DayOption.Of("--as-of", "Last day of the window (else the newest finished day)");

    private readonly Option<DateTimeOffset?> _knownAt =
        InstantOption.Of("--known-at", "Only what was recorded by then, as it was recorded then");

    private readonly Option<string?> _benchmark = new("--benchmark")
    {
        Description = "Asset to set the returns beside", HelpName = "asset",
    };

    public Option<int> Rolling { get; } =
        WholeOption.Of("--rolling", "Daily returns of each rolling figure", "days", 30, 2, QueryRules.WindowDaysMax);

    public Option<string?> Plot { get; } = new("--plot")
    {
        Description = "Draw growth and drawdown into this file, .svg", HelpName = "file",
        CustomParser = result => PlotFile.FaultOf(result.Tokens[0].Value) is { } fault
            ? Fault<string?>(result, fault) : result.Tokens[0].Value,
    };

    public void AddTo(Command command)
    {
        _scope.AcceptOnlyFromAmong(Whole, "class", "asset", "strategy");
        command.Arguments.Add(_scope);
        command.Arguments.Add(_id);
        foreach (var option in new Option[] { _portfolio, _window, _asOf, _knownAt, _benchmark, Rolling, Plot })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if ((result.GetValue(_scope) is null or Whole) != (result.GetValue(_id) is null))
            {
                result.AddError("Name what is measured: 'portfolio' alone, or e.g. 'class crypto', 'asset BTC/USDT', 'strategy trend'.");
            }
        });
    }

    public string PortfolioOf(CommandCall call) => call.Get(_portfolio)!; // has a default

    public LookBack QueryOf(CommandCall call)
    {
        var (part, name) = (call.Get(_scope), call.Arguments.GetValue(_id));
        return new LookBack(
            call.Get(_window), part == "class" ? name : null, part == "asset" ? name : null, part == "strategy" ? name : null,
            call.Get(_asOf), call.Get(_knownAt), call.Get(_benchmark));
    }

    /// <summary>In words, e.g. <c>class crypto, portfolio main</c>.</summary>
    public string MeasuredBy(CommandCall call)
    {
        var portfolio = $"{Whole} {PortfolioOf(call)}";
        return call.Get(_scope) == Whole ? portfolio : $"{call.Get(_scope)} {call.Arguments.GetValue(_id)}, {portfolio}";
    }

    private static T? Fault<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
