using System.CommandLine;
using System.Runtime.CompilerServices;
using OrleansAssets.Api;
using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Performance;

namespace OrleansAssets.Cli.Portfolio;

/// <summary><c>portfolio trades</c>: the round trips of the record.</summary>
internal static class TradeCommand
{
    private const int ListedUnlessAsked = 50;
    private const int PageMax = 1_000;

    public static Command Build(CommandRunner runner)
    {
        var asset = new Option<string?>("--asset") { Description = "Only those of this asset", HelpName = "id" };
        var classId = new Option<string?>("--class") { Description = "Only those of this class", HelpName = "id" };
        var strategy = new Option<string?>("--strategy") { Description = "Only those of this strategy", HelpName = "id" };
        var from = DayOption.Of("--from", "Only those that were closed on this day (UTC) or later");
        var until = DayOption.Of("--until", "Only those that were closed on this day (UTC) or before");
        var open = new Option<bool>("--open") { Description = "Only those that are open" };
        var all = new Option<bool>("--all") { Description = "First of all those that are open, then those that are closed" };
        var most = WholeOption.Of("--most", "At most so many, 1 to 1,000", "count", ListedUnlessAsked, 1, PageMax);
        var before = new Option<string?>("--before")
        {
            Description = "Go on behind this place, as the page before told it", HelpName = "place",
        };
        var (csv, portfolio) = (CsvOption.Of(most), PortfolioOption.Of());
        var command = new Command("trades", "List trades (round trips), the last closed first, with what each brought")
        {
            asset, classId, strategy, from, until, open, all, most, before, csv, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var scope = call.Get(all) ? TradeScope.All : call.Get(open) ? TradeScope.Open : TradeScope.Closed;
            var filter = new TradeFilter(
                call.Get(asset), call.Get(classId), call.Get(strategy), call.Get(from), call.Get(until), scope);
            var id = PortfolioOption.IdIn(call, portfolio);
            if (CsvOption.IsOfAll(call, csv, most))
            {
                return await CsvOption.WriteAsync(
                    call, csv, ReadAsync(client.Performance, id, filter, call.Get(before), call.CancellationToken), TradePages.Columns);
            }

            var page = await client.Performance.FindTradesAsync(id, filter, call.Get(before), call.Get(most), call.CancellationToken);
            var exit = ExitCodes.Done;
            if (CsvOption.IsIn(call, csv))
            {
                exit = await CsvOption.WriteAsync(call, csv, TradePages.RowsOf(page).ToAsyncEnumerable(), TradePages.Columns);
            }
            else
            {
                call.Output.Answer(page, ApiJson.Form.TradePage, TradePages.List);
            }

            call.Output.NoteNext(page.Next);
            return exit;
        });
    }

    /// <summary>All of them, page by page.</summary>
    private static async IAsyncEnumerable<(TradePage Page, ListedTrade Row)> ReadAsync(
        IPerformanceApi performance, string portfolio, TradeFilter filter, string? before,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await performance.FindTradesAsync(portfolio, filter, before, PageMax, cancellationToken);
            foreach (var row in TradePages.RowsOf(page))
            {
                yield return row;
            }

            before = page.Next;
        }
        while (before is not null);
    }
}
