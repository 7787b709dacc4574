using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

/// <summary>Whatever flags are set, the file parses to them and nothing but the flags has changed.</summary>
public sealed class FlagEditorTests
{
    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\n", true)]
    public void Edit_AnyFlags_ChangesTheirBytesOnlyAndReadsBack(string newLine, bool mark)
    {
        var random = new Random(11);
        var shipped = File.ReadAllText(RepositoryFiles.PathOf("config", "assets_config.yaml")).ReplaceLineEndings(newLine);
        var bytes = Encoding.UTF8.GetBytes((mark ? "\uFEFF" : "") + shipped);
        // the shipped files are valid
        var all = ConfigurationReader.Read(RepositoryFiles.Config, VendorCatalogue.Descriptors).Configuration!;
        for (var round = 0; round < 100; round++)
        {
            FileFlag[] flags =
            [
                .. all.Classes.Select(known => new FileFlag("asset_classes", known.Id, random.Next(2) == 0)),
                .. all.Assets.Where(_ => random.Next(2) == 0).Select(known => new FileFlag("assets", known.Id, random.Next(2) == 0)),
            ];

            var (edited, fault) = FlagEditor.Edit(bytes, flags);

            Assert.Null(fault);
            Assert.Equal(flags, FlagEditor.Read(edited, flags));
            Assert.Equal(Neutral(bytes), Neutral(edited));
            var back = FlagEditor.Read(bytes, flags);
            Assert.Equal(bytes, FlagEditor.Edit(edited, back).Bytes);
            bytes = edited;
        }
    }

    [Theory]
    [InlineData("assets: { NVDA: { enabled: 'true' } }")]
    [InlineData("assets: { NVDA: { name: x } }")]
    [InlineData("assets: [NVDA]")]
    [InlineData("assets: { NVDA: { enabled: true")]
    public void Edit_FlagThatIsNotThere_SaysSoAndChangesNothing(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var (edited, fault) = FlagEditor.Edit(bytes, [new FileFlag("assets", "NVDA", false)]);

        Assert.NotNull(fault);
        Assert.Equal(bytes, edited);
    }

    // The text with every flag made alike.
    private static string Neutral(byte[] bytes) => Encoding.UTF8.GetString(bytes)
        .Replace("enabled: true", "enabled: ?", StringComparison.Ordinal).Replace("enabled: false", "enabled: ?", StringComparison.Ordinal);
}
