using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Data;

/// <summary><c>data price</c>, <c>data quote</c>, <c>data quotes</c> and <c>data candles</c>.</summary>
internal static class PriceCommands
{
    private const int ShownDefault = 60;

    public static IEnumerable<Command> Build(CommandRunner runner) => [Price(runner), Quote(runner), Quotes(runner), Candles(runner)];

    private static Command Price(CommandRunner runner)
    {
        var id = DataOptions.Asset();
        var command = new Command("price", "Show the price of an asset now: of the newest quote that is believed, or of a candle") { id };
        return runner.Online(command, async (call, client) =>
        {
            var price = await client.MarketData.GetPriceAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(price, ApiJson.Form.CurrentPrice, PricePages.Price(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Quote(CommandRunner runner)
    {
        var ids = new Argument<string[]>("ASSET")
        {
            Description = "Asset ids; all assets where left out", Arity = ArgumentArity.ZeroOrMore,
        };
        var csv = DataOptions.Csv();
        var command = new Command("quote", "Show the newest bid and ask at each source, as it told them") { ids, csv };
        return runner.Online(command, async (call, client) =>
        {
            var named = call.Get(ids);
            ImmutableArray<string> assets = named.Length > 0
                ? [.. named]
                : [.. (await client.Catalogue.GetAssetsAsync(call.CancellationToken)).Select(asset => asset.Definition.Id)];
            var quotes = await client.MarketData.GetQuotesAsync(string.Join(',', assets), call.CancellationToken);
            DataOptions.Answer(
                call, csv, quotes, DataColumns.Quotes, ApiJson.Form.ImmutableArrayStoredQuote, PricePages.Quotes(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Quotes(CommandRunner runner)
    {
        var id = DataOptions.Asset();
        var limit = DataOptions.Limit(ShownDefault);
        var from = InstantOption.Of("--from", "The earliest (else the newest are shown); with --csv or --parquet all from then on");
        var until = DataOptions.Until();
        var source = new Option<string?>("--source") { Description = "Whose (else those of all sources)", HelpName = "id" };
        var csv = DataOptions.Csv();
        var parquet = Parquet();
        var command = new Command("quotes", "Show the quotes of an asset that were kept, as its sources told them")
        {
            id, limit, from, until, source, csv, parquet,
        };
        return runner.Online(command, async (call, client) =>
        {
            var request = new QuoteRequest(call.Get(id), call.Get(source), call.Get(from), call.Get(until), call.Get(limit));
            var isExport = request.From is not null && (call.Get(csv) || call.Get(parquet) is not null);
            var pages = client.MarketData.ReadAsync(
                isExport ? request with { Limit = MarketDataLimits.RowsMax } : request, call.CancellationToken);
            if (call.Get(parquet) is { } path)
            {
                return await WriteAsync(call, path, "quotes", QuoteParquet.WriteAsync(path, pages, call.CancellationToken));
            }

            if (call.Get(csv))
            {
                call.Output.Answer(output => CsvForm.Write(
                    output, pages.ToBlockingEnumerable(call.CancellationToken).SelectMany(page => page.Rows), DataColumns.Quotes));
                return ExitCodes.Done;
            }

            call.Output.Answer(
                await client.MarketData.GetAsync(request, call.CancellationToken), ApiJson.Form.QuotePage, PricePages.KeptQuotes);
            return ExitCodes.Done;
        });
    }

    private static Option<string?> Parquet() => new("--parquet") { Description = "Write them into this file", HelpName = "file" };

    private static Command Candles(CommandRunner runner)
    {
        var id = DataOptions.Asset();
        var timeframe = new Option<Timeframe>("--timeframe")
        {
            Description = $"Length of a candle: {string.Join(", ", Timeframe.Codes)}", HelpName = "code",
            DefaultValueFactory = _ => Timeframe.H1,
            CustomParser = result => Timeframe.TryParseCode(result.Tokens[0].Value, out var found)
                ? found
                : Fault(result, $"--timeframe must be one of {string.Join(", ", Timeframe.Codes)}."),
        };
        var limit = DataOptions.Limit(ShownDefault);
        var from = InstantOption.Of("--from", "The first to open (else the newest are shown); with --csv or --parquet all from then on");
        var until = InstantOption.Of("--until", "Before which they open");
        var source = new Option<string?>("--source") { Description = "Whose (else the first of the asset's with any)", HelpName = "id" };
        var raw = new Option<bool>("--raw") { Description = "As they were traded (else adjusted for splits)" };
        var asOf = InstantOption.Of("--as-of", "As if it were then: what was over, in the units of then");
        var csv = DataOptions.Csv();
        var parquet = Parquet();
        var command = new Command("candles", "Show the history of an asset, as a chart and a table")
        {
            id, timeframe, limit, from, until, source, raw, asOf, csv, parquet,
        };
        return runner.Online(command, async (call, client) =>
        {
            var request = new CandleRequest(
                call.Get(id), call.Get(timeframe), call.Get(source), call.Get(from), call.Get(until), call.Get(limit),
                call.Get(raw) ? PriceBasis.Raw : PriceBasis.Adjusted, call.Get(asOf));
            var isExport = request.From is not null && (call.Get(csv) || call.Get(parquet) is not null);
            var pages = client.MarketData.ReadAsync(
                isExport ? request with { Limit = MarketDataLimits.RowsMax } : request, call.CancellationToken);
            if (call.Get(parquet) is { } path)
            {
                return await WriteAsync(call, path, "candles", CandleParquet.WriteAsync(path, pages, call.CancellationToken));
            }

            if (call.Get(csv))
            {
                call.Output.Answer(output => CsvForm.Write(
                    output, pages.ToBlockingEnumerable(call.CancellationToken).SelectMany(DataColumns.RowsOf), DataColumns.Candles));
                return ExitCodes.Done;
            }

            call.Output.Answer(
                await client.MarketData.GetAsync(request, call.CancellationToken), ApiJson.Form.CandlePage, PricePages.Candles);
            return ExitCodes.Done;
        });
    }

    private static async Task<int> WriteAsync(CommandCall call, string path, string what, Task<long> writing)
    {
        try
        {
            call.Output.Note($"Wrote {ValueText.Count(await writing)} {what} into {path}.");
            return ExitCodes.Done;
        }
        catch (Exception exception) when (WholeFile.FaultOf("--parquet", path, exception) is { } fault)
        {
            return call.Output.Fail(fault);
        }
    }

    private static Timeframe Fault(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
