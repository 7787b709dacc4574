using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>The table of docs/data-sources.md says of every source what the shipped configuration says.</summary>
public sealed class SourcesDocumentationTests
{
    private static readonly string[] Columns = ["vendor", "datasets", "assets", "windows", "cost", "key variables", "unverified"];

    private static readonly string[][] Table =
    [
        .. File.ReadLines(RepositoryFiles.PathOf("docs", "data-sources.md"))
            .SkipWhile(line => !line.StartsWith("| vendor | datasets", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    public static TheoryData<string> Sources => [.. ShippedConfiguration.Value.Sources.Select(source => source.Id)];

    [Fact]
    public void Table_AllSources_HaveOneRowEach()
    {
        Assert.Equal(Columns, Table[0]);
        Assert.All(Table, row => Assert.Equal(Columns.Length, row.Length));
        Assert.Equal(
            ShippedConfiguration.Value.Sources.Select(source => $"`{source.Id}`").Order(StringComparer.Ordinal),
            Table.Skip(2).Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Row_OfASource_SaysWhatTheConfigurationSays(string sourceId)
    {
        var source = ShippedConfiguration.Value.Sources.Single(one => one.Id == sourceId);
        var row = Table.Single(cells => cells[0] == $"`{sourceId}`");

        Assert.Equal(
            source.Datasets.Select(dataset => WordOf(dataset.Kind)).Distinct().Order(StringComparer.Ordinal),
            Enum.GetValues<DatasetKind>().Select(WordOf).Where(word => Has(row[1], word)).Order(StringComparer.Ordinal));
        Assert.Equal(
            source.Windows.Select(window => (window.LimitUnits, window.WindowSeconds)).Order(),
            WindowsOf(row[3]).Order());
        Assert.Equal(source.MonthlyCostUsd > 0, char.IsAsciiDigit(row[4][0]));
        Assert.StartsWith(
            source.MonthlyCostUsd > 0 ? Usd(source.MonthlyCostUsd) + " a month" : string.Empty, row[4], StringComparison.Ordinal);
        Assert.All(
            new[] { source.UsdPerUnit, source.MonthlyBudgetUsd }.OfType<decimal>(),
            figure => Assert.Contains(Usd(figure), row[4], StringComparison.Ordinal));
        Assert.Equal(
            source.KeyVariables, row[5].Split("; optional")[0].Split('`').Where((_, index) => index % 2 == 1));
        Assert.All(source.Classes, classId => Assert.Contains(classId.Replace('_', ' '), row[2], StringComparison.OrdinalIgnoreCase));
    }

    private static string Usd(decimal figure) => figure.ToString("0.###", CultureInfo.InvariantCulture) + " USD";

    private static bool Has(string cell, string word) => cell.Contains(word, StringComparison.Ordinal);

    private static string WordOf(DatasetKind kind) => kind switch
    {
        DatasetKind.Indicator => "indicators",
        DatasetKind.OptionsFlow => "option trades",
        DatasetKind.Posts => "posts",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Windows as the table writes them: <c>5 in 1 s</c>, <c>15,000 in 86,400 s</c>; other words are remarks.</summary>
    private static IEnumerable<(int LimitUnits, int WindowSeconds)> WindowsOf(string cell)
        => cell.Split(';')[0].Split(", ").Select(window => window.Split(' ')).Select(words => (Number(words[0]), Number(words[2])));

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
