using OrleansAssets.Tests.Fakes;

namespace OrleansAssets.Tests.Architecture;

/// <summary>The compose file knows what the configuration asks of the environment.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void Compose_EveryKeyVariableOfTheSources_IsPassedToTheSilos()
    {
        var passedOn = File.ReadLines(RepositoryFiles.PathOf("docker-compose.yml"))
            .Select(line => line.Trim()).Where(line => line.EndsWith(':')).Select(line => line[..^1]).ToHashSet(StringComparer.Ordinal);

        var asked = ShippedConfiguration.Value.Sources
            .SelectMany(source => source.KeyVariables).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(passedOn));
    }
}
