using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Client;

public sealed class ReadmeSampleTests
{
    /// <summary>The sample is built with the tests, so what the README shows compiles.</summary>
    [Fact]
    public void Readme_ItsProgram_IsTheSampleThatIsBuilt()
    {
        var readme = File.ReadAllText(RepositoryFiles.PathOf("README.md"));
        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;

        var shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Equal(File.ReadAllText(RepositoryFiles.PathOf("client", "samples", "Sizes", "Program.cs")), shown);
    }
}
