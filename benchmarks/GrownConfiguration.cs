using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.AlphaVantage;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Oanda;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// The shipped configuration with its assets repeated under new ids. Files cannot hold so many (<see cref="ConfigurationFiles.BytesMax"/>),
/// and the sandbox knows the shipped symbols alone, so that the copies are made here.
/// </summary>
internal static class GrownConfiguration
{
    /// <summary>Each asset has its quote from the one of these that it requires; nothing else is collected.</summary>
    public static readonly string[] PriceSources =
    [
        BinanceVendor.Id, AlpacaVendor.Id, OandaVendor.Id, AlphaVantageVendor.Id,
    ];

    /// <summary>One round and no second within the benchmark.</summary>
    private static readonly DatasetSchedule Quotes = new(DatasetKind.Quotes, null, EverySeconds: 86_400, HistoryDays: 0);

    public static AssetsConfiguration Of(int count)
    {
        var shipped = ShippedConfiguration.Read();
        AssetDefinition[] assets = [.. Enumerable.Range(0, count).Select(number => Copy(
            shipped.Assets[number % shipped.Assets.Length], number / shipped.Assets.Length))];
        return shipped with
        {
            Assets = [.. assets],
            Classes = [.. shipped.Classes.Select(known => known with
            {
                Members = [.. assets.Where(asset => asset.ClassId == known.Id).Select(asset => asset.Id)],
            })],
            Phases = [.. shipped.Phases.Select(phase => phase with
            {
                Assets = [.. assets.Where(asset => asset.PhaseId == phase.Id).Select(asset => asset.Id)],
            })],
            Sources = [.. shipped.Sources.Select(source => source with
            {
                Windows = [],
                Datasets = PriceSources.Contains(source.Id, StringComparer.Ordinal) ? [Quotes] : [],
            })],
        };
    }

    private static AssetDefinition Copy(AssetDefinition asset, int copy)
    {
        var id = copy == 0 ? asset.Id : $"{asset.Id}-{copy}";
        var source = Array.Find(PriceSources, source => asset.RequiredSources.Contains(source, StringComparer.Ordinal))
            ?? throw new InvalidOperationException(
                $"{asset.Id} requires none of {string.Join(", ", PriceSources)}: name its source of prices here.");
        return asset with { Id = id, Symbols = [new SourceSymbol(source, id)], RequiredSources = [source], OptionalSources = [] };
    }
}
