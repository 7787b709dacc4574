using OrleansAssets.Notices;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Notices;

/// <summary>Whoever writes routes takes the kinds from the table of docs/notices.md: it has all of them, and no other.</summary>
public sealed class NoticeDocumentationTests
{
    [Fact]
    public void Table_OfKinds_HasEachThatIsTold()
    {
        var told = File.ReadAllLines(RepositoryFiles.PathOf("docs", "notices.md"))
            .SkipWhile(line => !line.StartsWith("| kind |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries))
            .Select(kind => kind.Trim('`', ' '))
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(NoticeKinds.All.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }
}
