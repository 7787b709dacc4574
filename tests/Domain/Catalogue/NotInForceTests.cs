using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Catalogue;

/// <summary>A limit that was edited is not the one that holds, and nobody should think so.</summary>
public sealed class NotInForceTests
{
    private static readonly AssetsConfiguration Running = TestConfiguration.Build();
    private static readonly DateTimeOffset Edited = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NotInForce_ALimitThatWasEdited_IsToldWithBothValues()
    {
        var onDisk = Running with { Risk = Running.Risk with { MaxPortfolioHeat = 0.2m }, Hash = "another" };

        var told = Assert.Single(CatalogueRules.NotInForce(Running, new FilesOnDisk(onDisk, null, Edited)));

        Assert.Equal(("risk.maxPortfolioHeat", "0.2", Edited), (told.Path, told.InFile, told.ChangedAt));
        Assert.NotEqual("0.2", told.Running);
        Assert.Contains("not in force", told.ChangedBy, StringComparison.Ordinal);
    }

    [Fact]
    public void NotInForce_AFileWithAFault_IsToldWithIt()
    {
        var told = Assert.Single(CatalogueRules.NotInForce(Running, new FilesOnDisk(null, "assets_config.yaml:3:1 what", Edited)));

        Assert.Equal("assets_config.yaml:3:1 what", told.InFile);
    }

    [Fact]
    public void NotInForce_CommentsAndFlagsThatActivationsWrite_AreNone()
    {
        var onDisk = Running with
        {
            Hash = "comments", Assets = [.. Running.Assets.Select(asset => asset with { Enabled = !asset.Enabled })],
        };

        Assert.Empty(CatalogueRules.NotInForce(Running, new FilesOnDisk(onDisk, null, Edited)));
        Assert.Empty(CatalogueRules.NotInForce(Running, null));
    }
}
