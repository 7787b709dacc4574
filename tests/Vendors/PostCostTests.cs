using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Tests.Domain;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors.Twitter;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Posts of watched accounts within five minutes: the configuration takes it, and the documentation says what it costs.</summary>
public sealed class PostCostTests
{
    private const int EverySeconds = 300;
    private const string Sources = ConfigurationCopy.Sources;

    [Fact]
    public async Task Posts_EveryFiveMinutes_CostWhatTheDocumentationSaysAndAreConfiguredSo()
    {
        using var copy = new ConfigurationCopy();
        copy.Replace(Sources, "  twitter:", "every_seconds: 7200", $"every_seconds: {EverySeconds}");
        copy.Replace(Sources, "  twitter:", "limit: 1000 ", "limit: 8000 ");
        copy.Replace(Sources, "  twitter:", "monthly_budget_usd: 100 ", "monthly_budget_usd: 1200 ");
        var read = copy.Read();
        await using var setup = await VendorSetup.WithServerAsync(_ => Task.CompletedTask);

        var source = read.Configuration?.Sources.Single(one => one.Id == TwitterVendor.Id);
        var units = 86_400 / EverySeconds * setup.Adapter<TwitterAdapter>(TwitterVendor.Id).UnitsPerCall;
        var usdADay = units * source?.UsdPerUnit ?? 0;

        Assert.Empty(read.Faults);
        Assert.Equal(EverySeconds, source?.Datasets.Single(dataset => dataset.Kind == DatasetKind.Posts).EverySeconds);
        Assert.InRange(units, 1, source?.Windows.Single(window => window.WindowSeconds == 86_400).LimitUnits ?? 0);
        Assert.InRange(usdADay * 30, 0, source?.MonthlyBudgetUsd ?? 0);
        var page = (await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs", "data-sources.md"))).ReplaceLineEndings(" ");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{units:N0} units or {usdADay:0.00} USD a day"), page, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"({Math.Ceiling(usdADay * 30)} for 30 days)"), page, StringComparison.Ordinal);
    }
}
