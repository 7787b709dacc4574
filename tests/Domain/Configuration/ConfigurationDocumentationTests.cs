using System.Collections.Immutable;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

/// <summary>docs/configuration.md names exactly the keys that the reader knows.</summary>
public sealed class ConfigurationDocumentationTests
{
    [Fact]
    public void Documentation_EveryKnownKey_HasARowAndNoOther()
    {
        var (result, known) = ConfigurationReader.ReadWithKeys(RepositoryFiles.Config, VendorCatalogue.Descriptors);
        var documented = File.ReadLines(RepositoryFiles.PathOf("docs", "configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && !line.Contains(".yaml`", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        Assert.Empty(result.Faults);
        Assert.Equal(known.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }
}
