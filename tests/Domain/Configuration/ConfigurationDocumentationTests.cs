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
        Assert.Equal(
            known.Union(KeysOfNotices(), StringComparer.Ordinal).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// The shipped files tell nobody anything, and keep no portfolio tighter than others: the keys of that are those of the example of
    /// docs/notices.md, which must be valid, and of any portfolio.
    /// </summary>
    private static ImmutableArray<string> KeysOfNotices()
    {
        using var copy = new ConfigurationCopy();
        var example = File.ReadAllText(RepositoryFiles.PathOf("docs", "notices.md")).Split("```yaml\n")[1].Split("```")[0];
        File.AppendAllText(copy.PathOf(ConfigurationCopy.Assets), $"\nportfolios: {{ spare: {{ daily_loss_limit: 0.02 }} }}\n{example}");
        var (result, known) = ConfigurationReader.ReadWithKeys(copy.Directory, VendorCatalogue.Descriptors);
        Assert.Empty(result.Faults);
        var notices = result.Configuration?.Notices;
        Assert.Equal((5, 3, 15, 5), (
            notices?.Channels.Length, notices?.Routes.Length, notices?.Escalation?.AfterMinutes, notices?.Heartbeat?.EveryMinutes));
        return known;
    }
}
