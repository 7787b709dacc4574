using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Api.Calls;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>The real prices of all assets, as the console sends them, through a silo into its database.</summary>
[Collection(WebSilo.Name)]
public sealed class SharedPricesImportTests(WebSilo silo)
{
    private static readonly KnownAssets Assets = new(ShippedConfiguration.Value.Instruments, ShippedConfiguration.Value.Classes);

    [SharedPricesFact]
    public async Task Import_FilesOfAllAssets_StoresEveryBarOnceAndTellsTheSplits()
    {
        using var http = ApiTransport.Open(
            [silo.Anonymous.BaseAddress!], silo.Admin.DefaultRequestHeaders.Authorization!.Parameter, TimeSpan.Zero, TimeProvider.System);
        var api = new AssetsApi(http);
        var assets = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Directory.GetFiles(SharedPricesFactAttribute.Folder, "*_1d.csv").Where(IsOneOfAnAsset))
            {
                var report = await ImportAsync(api, path, null);

                Assert.Equal((report.Rows, 0L, 0L, 0L), (report.Inserted, report.Updated, report.Unchanged, report.BadRows));
                Assert.Empty(report.Splits);
                assets.Add(report.Asset!); // the name of the file says it
            }

            var again = await ImportAsync(api, Path.Combine(SharedPricesFactAttribute.Folder, "NVDA_1d.csv"), null);
            Assert.Equal((0L, 0L, again.Rows), (again.Inserted, again.Updated, again.Unchanged));
            Assert.Equal(ShippedConfiguration.Value.Assets.Select(asset => asset.Id).Order(), assets.Order());

            // The same fund as it was traded: over its reverse splits the prices change their unit.
            var raw = await ImportAsync(api, Path.Combine(SharedPricesFactAttribute.Folder, "UVXY-unadjusted_1d.csv"), "UVXY");
            Assert.Equal(["2024-04-11 UVXY 1:5", "2025-11-20 UVXY 1:5"], raw.Splits.AsEnumerable());
            Assert.True(raw.Updated > 300 && raw.Inserted + raw.Updated + raw.Unchanged == raw.Rows, $"{raw}");
        }
        finally
        {
            // Other tests of this silo have prices of their own.
            await using var clean = silo.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
                "DELETE FROM candles WHERE source_id = 'import'");
            await clean.ExecuteNonQueryAsync();
        }
    }

    private static bool IsOneOfAnAsset(string path) => !Path.GetFileName(path).Contains('-', StringComparison.Ordinal);

    private static async Task<ImportReport> ImportAsync(AssetsApi api, string path, string? asset)
    {
        var sample = FileSample.Of(() => File.OpenRead(path), null);
        var (form, _) = FormDetection.Detect(sample, ImportKind.Candles, new FormOptions());
        var (series, _) = CandleSeries.Find(path, form!, sample.Records[form!.HeaderAt], asset, null, Assets);
        var importer = new Importer<Candle>(
            new ImportJob(ImportKind.Candles, path, null, series!.AssetId, series.Timeframe?.Code(), SkipBad: false, DryRun: false), form,
            new CandleFormat(Assets, series.AssetId, series.Timeframe, form.Day, TimeProvider.System.GetUtcNow()),
            (imports, id, batch, rows, token) => imports.AddCandlesAsync(id, batch, CandleLines.ContentOf(rows), token));
        return (await importer.RunAsync(api, new Untold(), CancellationToken.None)).Report;
    }

    private sealed class Untold : IImportProgress
    {
        public void Report(string step, long rows, long bytesRead, long bytesInAll)
        {
        }
    }
}
