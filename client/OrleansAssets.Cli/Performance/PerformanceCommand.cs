using System.CommandLine;
using System.Globalization;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;

namespace OrleansAssets.Cli.Performance;

/// <summary><c>performance</c>: figures, how far to trust them, and their course.</summary>
internal static class PerformanceCommand
{
    private static readonly string[] Scopes = ["portfolio", "class", "asset", "strategy"];

    public static Command Build(CommandRunner runner)
    {
        var scope = new Argument<string>("SCOPE")
        {
            Description = "portfolio, class, asset or strategy",
            DefaultValueFactory = _ => "portfolio",
        };
        scope.AcceptOnlyFromAmong(Scopes);
        var id = new Argument<string?>("ID") { Description = "Which class, asset or strategy", DefaultValueFactory = _ => null };
        var portfolio = new Option<string>("--portfolio")
        {
            Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId,
        };
        var window = WholeOption.Of("--window", "Calendar days", "days", 60, 1, QueryRules.WindowDaysMax);
        var asOf = new Option<DateOnly?>("--as-of")
        {
            Description = "Last day of the window (else the newest finished day)", HelpName = "day",
            CustomParser = result => DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var day) ? day : Fault<DateOnly?>(result, "--as-of must be a day, e.g. 2026-03-31."),
        };
        var knownAt = InstantOption.Of("--known-at", "Only what was recorded by then, as it was recorded then");
        var benchmark = new Option<string?>("--benchmark") { Description = "Asset to set the returns beside", HelpName = "asset" };
        var rolling = WholeOption.Of("--rolling", "Daily returns of each rolling figure", "days", 30, 2, QueryRules.WindowDaysMax);
        var plot = new Option<string?>("--plot")
        {
            Description = "Draw growth and drawdown into this file, .svg", HelpName = "file",
            CustomParser = result => PlotFile.FaultOf(result.Tokens[0].Value) is { } fault
                ? Fault<string?>(result, fault) : result.Tokens[0].Value,
        };
        var command = new Command("performance", "Measure a portfolio, or a class, asset or strategy of it")
        {
            scope, id, portfolio, window, asOf, knownAt, benchmark, rolling, plot,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(scope) is null or "portfolio") != (result.GetValue(id) is null))
            {
                result.AddError("Name what is measured: 'portfolio' alone, or e.g. 'class crypto', 'asset BTC/USDT', 'strategy trend'.");
            }
        });
        return runner.Online(command, async (call, client) =>
        {
            var (part, name) = (call.Get(scope), call.Arguments.GetValue(id));
            var query = new LookBack(
                call.Get(window), part == "class" ? name : null, part == "asset" ? name : null, part == "strategy" ? name : null,
                call.Get(asOf), call.Get(knownAt), call.Get(benchmark));
            var portfolioId = call.Get(portfolio)!; // has a default
            var view = new PerformanceView(
                await client.Performance.GetDetailsAsync(portfolioId, query, call.CancellationToken),
                await client.Performance.GetIntervalsAsync(portfolioId, query, PerformanceView.Level, call.CancellationToken),
                await client.Performance.GetSeriesAsync(portfolioId, query, call.Get(rolling), call.CancellationToken),
                await client.Performance.CompareAsync(
                    portfolioId, query, part == "asset" ? PerformanceGroup.Strategy : PerformanceGroup.Asset, call.CancellationToken),
                (await client.Catalogue.GetStatusAsync(call.CancellationToken)).Mode);
            if (call.Get(plot) is { } path)
            {
                var measured = part == "portfolio" ? $"portfolio {call.Get(portfolio)}" : $"{part} {name}, portfolio {call.Get(portfolio)}";
                if (Draw(path, measured, view.Series) is { } fault)
                {
                    return call.Output.Fail(CommandError.BadInput(fault));
                }

                call.Output.Note($"Drew {path}.");
            }

            call.Output.Answer(view, AssetsJson.Form.PerformanceView, PerformancePages.Show);
            return ExitCodes.Done;
        });
    }

    /// <summary>Answers why there is no picture, null where there is one.</summary>
    private static string? Draw(string path, string measured, PerformanceSeries series) => series.Days.IsEmpty
        ? $"--plot {path}: the window has no daily return to draw; name another with --window or --as-of."
        : PlotFile.Write(path, PerformancePlot.Of($"Performance of {measured}", series));

    private static T? Fault<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
