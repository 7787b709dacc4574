using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Grains.Telemetry;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Whom a silo tells of where it has more than it tells.</summary>
public sealed class LiveGrainsTests
{
    /// <summary>Six paper books sort behind each real one and before the next: the last real ones were not told.</summary>
    [Fact]
    public void Tell_MoreBooksThanAreTold_HasEachRealOneBeforePaper()
    {
        var books = new PortfolioMetrics(TestMeters.Factory, TestConfiguration.Build(), TimeProvider.System).Books;
        var book = new PortfolioBook();
        string[] real = [.. Enumerable.Range(0, 10).Select(number => $"desk{number}")];
        foreach (var id in real)
        {
            books.Add(id, () => book);
            for (var paper = 0; paper < 6; paper++)
            {
                books.Add(Keys.ShadowPortfolio(id, $"class{paper}"), () => book);
            }
        }

        var told = books.Tell().Select(one => one.Id).ToArray();

        Assert.Equal(LiveGrains<object>.ToldMax, told.Length);
        Assert.Equal(real, told[..real.Length]);
        Assert.All(told[real.Length..], id => Assert.True(Keys.IsShadowPortfolio(id), id));
    }

    [Fact]
    public void Tell_NothingToTell_TakesNoPlace()
    {
        var grains = new LiveGrains<string>();
        foreach (var number in Enumerable.Range(0, 60))
        {
            grains.Add($"{number:00}", () => number < 20 ? null : "told");
        }

        Assert.Equal(40, grains.Tell().Count());
    }
}
