using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.CorporateActions;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Cli.Sentiment;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Cli.Data;

/// <summary>The commands of <c>data</c> for what was collected beside prices, and how good all of it is.</summary>
internal static class FactCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) =>
    [
        Indicators(runner), Sentiment(runner), Posts(runner), Trending(runner), Flow(runner), Calendar(runner),
        CorporateActionCommands.Build(runner), Correlation(runner), Quality(runner),
    ];

    private static Command Indicators(CommandRunner runner)
    {
        var id = DataOptions.Asset();
        var name = new Argument<string?>("INDICATOR")
        {
            Description = "One indicator, to show its course; the newest value of each where left out", Arity = ArgumentArity.ZeroOrOne,
        };
        var (days, until, limit, csv) = (DataOptions.Days(365), DataOptions.Until(), DataOptions.Limit(60), DataOptions.Csv());
        var command = new Command("indicators", "Show the leading indicators of an asset") { id, name, days, until, limit, csv };
        return runner.Online(command, async (call, client) =>
        {
            var values = call.Arguments.GetValue(name) is { } one
                ? await client.MarketData.GetIndicatorAsync(
                    call.Get(id), one, DataOptions.From(call, days, call.Get(until)), call.Get(until), call.Get(limit),
                    call.CancellationToken)
                : await client.MarketData.GetIndicatorsAsync(call.Get(id), call.Get(until), call.CancellationToken);
            DataOptions.Answer(
                call, csv, values, DataColumns.Indicators, ApiJson.Form.ImmutableArrayIndicatorValue,
                FactPages.Indicators(call.Now, isCourse: call.Arguments.GetValue(name) is not null));
            return ExitCodes.Done;
        });
    }

    private static Command Sentiment(CommandRunner runner)
    {
        var id = DataOptions.Asset();
        var back = new Option<int?>("--back") { Description = "Only snapshots over so many minutes", HelpName = "minutes" };
        var (days, until, limit, csv) = (DataOptions.Days(14), DataOptions.Until(), DataOptions.Limit(20), DataOptions.Csv());
        var command = new Command("sentiment", "Show the mood about an asset in social media, the newest first")
        {
            id, back, days, until, limit, csv,
        };
        return runner.Online(command, async (call, client) =>
        {
            var snapshots = await client.MarketData.GetSentimentAsync(
                call.Get(id), call.Get(back), DataOptions.From(call, days, call.Get(until)), call.Get(until), call.Get(limit),
                call.CancellationToken);
            DataOptions.Answer(
                call, csv, snapshots, DataColumns.Sentiment, ApiJson.Form.ImmutableArraySentimentSnapshot,
                SentimentPages.Snapshots(call.Now, call.Get(back)));
            return ExitCodes.Done;
        });
    }

    private static Command Posts(CommandRunner runner)
    {
        var account = new Argument<string?>("ACCOUNT")
        {
            Description = "A watched account with its sign, e.g. @elonmusk; all where left out", Arity = ArgumentArity.ZeroOrOne,
        };
        var asset = new Option<string?>("--asset") { Description = "Only what one asset watches", HelpName = "id" };
        var (days, until, limit, csv) = (DataOptions.Days(14), DataOptions.Until(), DataOptions.Limit(20), DataOptions.Csv());
        var command = new Command("posts", "Show posts of the accounts that assets watch, the newest first")
        {
            account, asset, days, until, limit, csv,
        };
        return runner.Online(command, async (call, client) =>
        {
            var posts = await client.MarketData.GetPostsAsync(
                call.Arguments.GetValue(account), call.Get(asset), DataOptions.From(call, days, call.Get(until)), call.Get(until),
                call.Get(limit), call.CancellationToken);
            DataOptions.Answer(
                call, csv, posts, DataColumns.Posts, ApiJson.Form.ImmutableArrayWatchedPost, FactPages.Posts(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Trending(CommandRunner runner)
    {
        var csv = DataOptions.Csv();
        var command = new Command("trending", "Show the symbols that forums speak of most, whether they are assets here or not") { csv };
        return runner.Online(command, async (call, client) =>
        {
            DataOptions.Answer(
                call, csv, await client.Sentiment.GetTrendingAsync(call.CancellationToken), DataColumns.Trending,
                ApiJson.Form.ImmutableArrayTrendingSymbol, SentimentPages.Trending(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Flow(CommandRunner runner)
    {
        var id = DataOptions.AnyAsset();
        var least = NumberOption.Of("--least-premium", "Only trades of so many US dollars or more", "usd", required: false);
        var unusual = new Option<bool>("--unusual") { Description = "Only those that are marked as unusual" };
        var (days, until, limit, csv) = (DataOptions.Days(14), DataOptions.Until(), DataOptions.Limit(20), DataOptions.Csv());
        var command = new Command("flow", "Show large and unusual option trades, the newest first")
        {
            id, least, unusual, days, until, limit, csv,
        };
        return runner.Online(command, async (call, client) =>
        {
            var trades = await client.MarketData.GetOptionsFlowAsync(
                call.Arguments.GetValue(id), DataOptions.From(call, days, call.Get(until)), call.Get(until), call.Get(limit),
                call.Get(least) ?? 0, call.Get(unusual), call.CancellationToken);
            DataOptions.Answer(
                call, csv, trades, DataColumns.Flow, ApiJson.Form.ImmutableArrayOptionsFlow, FactPages.Flow(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Calendar(CommandRunner runner)
    {
        var ahead = WholeOption.Of("--ahead", "How many days ahead is looked", "days", 30, 1, DataOptions.DaysMax);
        var classId = new Option<string?>("--class") { Description = "Only what concerns a class", HelpName = "id" };
        var asset = new Option<string?>("--asset") { Description = "Only what belongs to an asset: its earnings", HelpName = "id" };
        var impact = new Option<string>("--impact") { Description = "The least: low, medium or high", DefaultValueFactory = _ => "low" };
        impact.AcceptOnlyFromAmong("low", "medium", "high");
        var (days, limit, csv) = (DataOptions.Days(0), DataOptions.Limit(50), DataOptions.Csv());
        var command = new Command("calendar", "Show releases and dates that move markets, the earliest first")
        {
            days, ahead, classId, asset, impact, limit, csv,
        };
        return runner.Online(command, async (call, client) =>
        {
            var events = await client.MarketData.GetCalendarAsync(
                DataOptions.From(call, days), call.Now.AddDays(call.Get(ahead)), call.Get(classId),
                call.Get(asset), Enum.Parse<EventImpact>(call.Get(impact)!, ignoreCase: true), call.Get(limit), call.CancellationToken);
            DataOptions.Answer(
                call, csv, events, DataColumns.Calendar, ApiJson.Form.ImmutableArrayEconomicEvent, FactPages.Calendar(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Correlation(CommandRunner runner)
    {
        var id = DataOptions.AnyAsset();
        var (asOf, limit, csv) = (
            InstantOption.Of("--as-of", "The newest matrix of then (else of now)"), DataOptions.Limit(20), DataOptions.Csv());
        var command = new Command("correlation", "Show how assets move together, the closest pairs first") { id, asOf, limit, csv };
        return runner.Online(command, async (call, client) =>
        {
            DateOnly? day = call.Get(asOf) is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null;
            var matrix = await client.MarketData.GetCorrelationsAsync(day, call.CancellationToken);
            var shown = matrix with { Pairs = [.. PairsOf(matrix, call.Arguments.GetValue(id)).Take(call.Get(limit))] };
            if (shown.Pairs.IsEmpty)
            {
                await KnownAsset.RequireAsync(client, call.Arguments.GetValue(id), call.CancellationToken);
            }

            if (call.Get(csv))
            {
                call.Output.Answer(output => CsvForm.Write(output, shown.Pairs, DataColumns.Correlations));
            }
            else
            {
                call.Output.Answer(shown, ApiJson.Form.CorrelationMatrix, FactPages.Correlations);
            }

            return ExitCodes.Done;
        });
    }

    private static IEnumerable<CorrelationPair> PairsOf(CorrelationMatrix matrix, string? assetId) => matrix.Pairs
        .Where(pair => assetId is null || pair.AssetA == assetId || pair.AssetB == assetId)
        .OrderByDescending(pair => Math.Abs(pair.Correlation));

    private static Command Quality(CommandRunner runner)
    {
        var (id, csv) = (DataOptions.Asset(), DataOptions.Csv());
        var command = new Command("quality", "Show how good the data of an asset are: sources, ages, rows, gaps") { id, csv };
        return runner.Online(command, async (call, client) =>
        {
            DataOptions.Answer(
                call, csv, await client.MarketData.GetQualityAsync(call.Get(id), call.CancellationToken), DataColumns.Quality,
                ApiJson.Form.ImmutableArrayDataQuality, FactPages.Quality(call.Now));
            return ExitCodes.Done;
        });
    }
}
