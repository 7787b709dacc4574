using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Vendors;

/// <summary>What a vendor's descriptor says is what its adapter does, what sources.yaml ships and what people read.</summary>
public sealed partial class VendorCatalogueTests
{
    private static readonly string[] Documentation = File.ReadAllLines(RepositoryFiles.PathOf("docs", "data-sources.md"));

    public static TheoryData<string> Sources => [.. VendorCatalogue.SourceIds.Order(StringComparer.Ordinal)];

    [Fact]
    public void Catalogue_OfThisVersion_IsThatOfTheShippedConfiguration() => Assert.Equal(
        ShippedConfiguration.Value.Sources.Select(source => source.Id).Order(StringComparer.Ordinal),
        VendorCatalogue.SourceIds.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Datasets_OfADescriptor_AreTheInterfacesOfItsAdapter(string sourceId)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IVendorEndpoints>(new FakeVendorEndpoints("sandbox")).AddVendors().BuildServiceProvider();
        var adapter = services.GetRequiredKeyedService<IVendorAdapter>(sourceId);

        Assert.Equal(sourceId, adapter.SourceId);
        Assert.Equal(
            Enum.GetValues<DatasetKind>().Where(kind => InterfaceOf(kind).IsInstanceOfType(adapter)).Order(),
            VendorCatalogue.Descriptors[sourceId].Datasets.Order());
        Assert.Equal(adapter is IIndicatorSource, VendorCatalogue.Descriptors[sourceId].Indicators is not null);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_AsShipped_NamesTheDescriptorsKeysAndOnlyItsDatasets(string sourceId)
    {
        var (source, vendor) = (
            ShippedConfiguration.Value.Sources.Single(one => one.Id == sourceId), VendorCatalogue.Descriptors[sourceId]);

        Assert.Equal(vendor.KeyVariables.AsEnumerable(), source.KeyVariables);
        Assert.Empty(source.Datasets.Select(dataset => dataset.Kind).Except(vendor.Datasets));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Documentation_OfASource_NamesEachVariableAndIndicatorOfTheDescriptor(string sourceId)
    {
        var vendor = VendorCatalogue.Descriptors[sourceId];
        var rows = Documentation.Where(line => line.StartsWith($"| `{sourceId}` |", StringComparison.Ordinal)).ToList();

        Assert.Equal(vendor.Indicators is null ? 1 : 2, rows.Count);
        Assert.Equal(
            vendor.KeyVariables.Concat(vendor.OptionalVariables), Variable().Matches(rows[0]).Select(match => match.Groups["name"].Value));
        Assert.All(vendor.Indicators ?? [], name => Assert.Matches($@"\b{name}\b", rows[1]));
    }

    private static Type InterfaceOf(DatasetKind kind) => kind switch
    {
        DatasetKind.Candles => typeof(ICandleSource),
        DatasetKind.Quotes => typeof(IQuoteSource),
        DatasetKind.Indicator => typeof(IIndicatorSource),
        DatasetKind.Sentiment => typeof(ISentimentSource),
        DatasetKind.OptionsFlow => typeof(IOptionsFlowSource),
        DatasetKind.Calendar => typeof(ICalendarSource),
        DatasetKind.Earnings => typeof(IEarningsSource),
        DatasetKind.Posts => typeof(IPostSource),
        DatasetKind.Trending => typeof(ITrendingSource),
        DatasetKind.Splits => typeof(ISplitSource),
        DatasetKind.Dividends => typeof(IDividendSource),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Name the interface of this kind of dataset here."),
    };

    [GeneratedRegex(
        "`(?<name>[A-Z][A-Z_]+)`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
