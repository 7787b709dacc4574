using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// A page of each vendor through its adapter (Refit, checks, parser) and the store, beside System.Text.Json over the same bytes and a
/// plain COPY of the same rows, in turns. The pages are those of the sandbox, played back from memory.
/// </summary>
internal static class AdapterBenchmark
{
    private const int Rounds = 40;

    /// <summary>Not counted: the compiler is done with what is hot after so many.</summary>
    private const int WarmUpRounds = 60;

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var database = server.DataSource;
        var configuration = ShippedConfiguration.Read();
        await using var tape = await VendorTape.StartAsync();
        var partitions = new PartitionKeeper(database);
        var writer = new SeriesWriter(database, partitions);
        var (market, facts) = (new MarketDataStore(database, partitions, writer), new MarketFactsStore(writer));

        Console.WriteLine($"A page of each vendor, parsed and stored, {Rounds} rounds");
        Console.WriteLine("source           dataset            rows     bytes   rows/s   STJ+COPY rows/s   share");
        foreach (var sourceId in VendorCatalogue.SourceIds)
        {
            if (tape.Adapter(sourceId) is ICandleSource candles
                && ScheduleOf(configuration, sourceId, DatasetKind.Candles) is { Timeframe: { } timeframe } schedule
                && AssetOf(configuration, sourceId, schedule) is { } asset)
            {
                var query = new CandleQuery(asset.Id, asset.SymbolAt(sourceId)!, timeframe, VendorTape.Now.AddDays(-60)); // It has one.
                await MeasureAsync(
                    database, tape, sourceId, schedule.Name, "candles",
                    async () => (await candles.GetCandlesAsync(query, CancellationToken.None)).Value?.Rows ?? [],
                    rows => market.UpsertCandlesAsync("x", rows, CancellationToken.None), MarketDataRows.CandlePlan(_ => "x"),
                    (candle, owner) => candle with { AssetId = owner });
            }

            if (tape.Adapter(sourceId) is IOptionsFlowSource options
                && ScheduleOf(configuration, sourceId, DatasetKind.OptionsFlow) is { } flow
                && AssetOf(configuration, sourceId, flow) is { } share)
            {
                var query = new FlowQuery(share.Id, share.SymbolAt(sourceId)!, VendorTape.Now.AddHours(-6)); // It has one.
                await MeasureAsync(
                    database, tape, sourceId, flow.Name, "options_flow",
                    async () => (await options.GetOptionsFlowAsync(query, CancellationToken.None)).Value?.Rows ?? [],
                    rows => facts.UpsertOptionsFlowAsync("x", rows, CancellationToken.None), MarketFactsRows.FlowPlan("x"),
                    (trade, owner) => trade with { AssetId = owner, FlowId = $"{owner}-{trade.FlowId}" });
            }

            if (tape.Adapter(sourceId) is IIndicatorSource indicators && IndicatorOf(configuration, sourceId) is ({ } owner, { } indicator))
            {
                var query = new IndicatorQuery(owner.Id, owner.SymbolAt(sourceId) ?? owner.Id, indicator, VendorTape.Now.AddDays(-1_000));
                await MeasureAsync(
                    database, tape, sourceId, indicator, "leading_indicators",
                    async () => (await indicators.GetIndicatorAsync(query, CancellationToken.None)).Value?.Rows ?? [],
                    rows => facts.UpsertIndicatorsAsync("x", rows, CancellationToken.None), MarketFactsRows.IndicatorPlan("x"),
                    (value, owner) => value with { AssetId = owner });
            }
        }
    }

    private static DatasetSchedule? ScheduleOf(AssetsConfiguration configuration, string sourceId, DatasetKind kind) =>
        configuration.Sources.First(source => source.Id == sourceId).Datasets.FirstOrDefault(schedule => schedule.Kind == kind);

    private static AssetDefinition? AssetOf(AssetsConfiguration configuration, string sourceId, DatasetSchedule schedule) =>
        configuration.Assets.FirstOrDefault(asset => asset.SymbolAt(sourceId) is not null && schedule.Serves(asset.ClassId));

    private static (AssetDefinition? Asset, string? Indicator) IndicatorOf(AssetsConfiguration configuration, string sourceId) =>
        configuration.Assets
        .SelectMany(asset => asset.LeadingIndicators.Where(one => one.SourceId == sourceId).Select(one => (asset, one.Name)))
        .FirstOrDefault();

    private static async Task MeasureAsync<T>(
        NpgsqlDataSource database, VendorTape tape, string sourceId, string dataset, string table,
        Func<Task<IReadOnlyList<T>>> fetch, Func<IReadOnlyList<T>, Task> store, BulkPlan<T> plan, Func<T, string, T> ofOwner)
    {
        IReadOnlyList<T> Of(string owner, IReadOnlyList<T> some) => [.. some.Select(row => ofOwner(row, owner))];
        await TruncateAsync(database, table);
        tape.Record();
        var rows = await fetch();
        if (rows.Count == 0)
        {
            Console.WriteLine($"{sourceId,-16} {dataset,-18} no rows");
            return;
        }

        await store(rows); // Makes the partitions.

        // Each round has an asset of its own, so that every page is new and no table has to be emptied, which would cost the plans.
        var (product, reference) = (0.0, 0.0);
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            tape.Rewind();
            var (ourTime, theirTime) = (
                await TimeAsync(async () => await store(Of($"product {round}", await fetch()))),
                await TimeAsync(() => ReferenceAsync(database, tape, plan, Of($"reference {round}", rows))));
            (product, reference) = round < 0 ? (0, 0) : (product + ourTime, reference + theirTime);
        }

        var (ours, theirs) = (Rounds * rows.Count / product, Rounds * rows.Count / reference);
        Console.WriteLine(
            $"{sourceId,-16} {dataset,-18} {rows.Count,4} {tape.Bytes,9:N0} {ours,8:N0} {theirs,17:N0} {ours / theirs,7:0.00}");
    }

    private static async Task ReferenceAsync<T>(NpgsqlDataSource database, VendorTape tape, BulkPlan<T> plan, IReadOnlyList<T> rows)
    {
        foreach (var body in tape.Bodies)
        {
            if (body is [(byte)'{' or (byte)'[', ..])
            {
                using var document = JsonDocument.Parse(body);
                Read(document.RootElement);
            }
            else
            {
                // FINRA sends lines of text.
                _ = Encoding.UTF8.GetString(body).Split('\n').Sum(line => line.Split('|').Length);
            }
        }

        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await BulkWriter.CopyAsync(transaction, plan.CopyIntoTable, plan, rows, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Read(member.Value);
                }

                break;
            case JsonValueKind.Number:
                element.TryGetDecimal(out _);
                break;
            default:
                element.ToString();
                break;
        }
    }

    private static async Task TruncateAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"TRUNCATE {table}");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
