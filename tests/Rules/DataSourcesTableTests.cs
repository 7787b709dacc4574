using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Tests.Fakes;

namespace OrleansAssets.Tests.Rules;

/// <summary>The table of docs/data-sources.md says of each source what config/sources.yaml has.</summary>
public sealed class DataSourcesTableTests
{
    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(RepositoryFiles.PathOf("docs", "data-sources.md"))
        .SkipWhile(line => !line.StartsWith("| vendor |", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0].Trim('`'), StringComparer.Ordinal);

    public static TheoryData<string> Sources => [.. ShippedConfiguration.Value.Sources.Select(source => source.Id)];

    [Fact]
    public void Table_EverySource_HasOneRowOfSevenCells()
    {
        Assert.Equal(ShippedConfiguration.Value.Sources.Select(source => source.Id).Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(Rows.Values, cells => Assert.Equal(7, cells.Length));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Table_OfASource_NamesWhatIsConfigured(string sourceId)
    {
        var source = ShippedConfiguration.Value.Sources.Single(known => known.Id == sourceId);
        var cells = Rows[sourceId];

        Assert.All(source.Datasets, dataset => Assert.Contains(WordOf(dataset.Kind), cells[1], StringComparison.Ordinal));
        Assert.All(source.Windows, window =>
            Assert.Contains(window.LimitUnits.ToString("N0", CultureInfo.InvariantCulture), cells[3], StringComparison.Ordinal));
        Assert.Contains(
            source.MonthlyCostUsd > 0 ? $"{source.MonthlyCostUsd:0} USD a month" : source.UsdPerUnit is null ? "" : "USD", cells[4],
            StringComparison.Ordinal);
        Assert.All(source.KeyVariables, variable => Assert.Contains($"`{variable}`", cells[5], StringComparison.Ordinal));
        Assert.Equal(source.KeyVariables.IsEmpty, cells[5] == "none");
    }

    private static string WordOf(DatasetKind kind) => kind switch
    {
        DatasetKind.Indicator => "indicators",
        DatasetKind.OptionsFlow => "option",
        _ => kind.Words().Split(' ')[0],
    };
}
