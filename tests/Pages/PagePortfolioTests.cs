using Microsoft.AspNetCore.Http;
using OrleansAssets.Pages.Reading;

namespace OrleansAssets.Tests.Pages;

public sealed class PagePortfolioTests
{
    [Theory]
    [InlineData("", "main", null)]
    [InlineData("?portfolio=", "main", null)]
    [InlineData("?portfolio=main", "main", null)]
    [InlineData("?days=30&portfolio=%20spare%20", "spare", "spare")]
    public void Id_OfAnAddress_IsTheOneItNamesElseTheDefault(string query, string id, string? named)
    {
        var portfolio = Of(query);
        Assert.Equal(id, portfolio.Id);
        Assert.Equal(named, portfolio.Named);
    }

    [Theory]
    [InlineData("/risk", "/risk?portfolio=spare")]
    [InlineData("/stop/reset?halt=halt-1", "/stop/reset?halt=halt-1&portfolio=spare")]
    [InlineData("/decisions?why=30#why", "/decisions?why=30&portfolio=spare#why")]
    public void Link_OfAnotherPortfolio_StaysWithIt(string address, string expected)
    {
        Assert.Equal(expected, Of("?portfolio=spare").Link(address));
        Assert.Equal(address, Of("").Link(address));
    }

    [Fact]
    public void Lacks_AMisspeltName_NamesTheNearest() =>
        Assert.Contains("'spare'", Of("?portfolio=spaer").Lacks(["main", "spare"]), StringComparison.Ordinal);

    /// <summary>An empty name showed the default portfolio without a word.</summary>
    [Theory]
    [InlineData("?portfolio=")]
    [InlineData("?portfolio=%20")]
    public void Lacks_AnEmptyName_SaysSo(string query) =>
        Assert.Contains("gives no name", Of(query).Lacks(["main", "spare"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("?portfolio=spare")]
    [InlineData("?portfolio=spare.shadow.stocks")]
    public void Lacks_APortfolioAndItsPaperOnes_Nothing(string query) => Assert.Null(Of(query).Lacks(["main", "spare"]));

    /// <summary>A stop is not held up by a list that does not come; what can be no name is refused without it.</summary>
    [Fact]
    public void Lacks_WhileTheListIsNotKnown_OnlyWhatCanBeNoName()
    {
        Assert.Null(Of("?portfolio=spare").Lacks(default));
        Assert.NotNull(Of("?portfolio=a%2Bb").Lacks(default));
        Assert.NotNull(Of($"?portfolio={new string('x', 200)}").Lacks(default));
    }

    private static PagePortfolio Of(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return new PagePortfolio(new HttpContextAccessor { HttpContext = context });
    }
}
