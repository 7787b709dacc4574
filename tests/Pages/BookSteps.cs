using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace OrleansAssets.Tests.Pages;

/// <summary>What traders and operators tell a book on pages, and put right there: fills, events, marks, rates.</summary>
internal static class BookSteps
{
    private const string Asset = "BTC/USDT";
    private const string Order = "page-filled";

    /// <summary>
    /// From the orders to one of them to its fill. A slip is refused, what nobody would believe needs a second word, and then it is put
    /// right from the order's page, after what that would do was shown.
    /// </summary>
    public static async Task FillAndCorrectAsync(PageSite site)
    {
        await TradingSteps.ApproveAsync(site, Order);
        var mark = await MarkAsync(site);
        await using var looked = await site.OpenAsync("/portfolio");
        await looked.Page.GetByText("All orders").ClickAsync();
        await looked.Page.GetByLabel("State").SelectOptionAsync("open");
        await looked.Page.GetByRole(AriaRole.Search, new PageGetByRoleOptions { Name = "Orders", Exact = true })
            .GetByRole(AriaRole.Button).ClickAsync();
        await looked.Page.Locator($"tr:has-text('{Order}')").GetByText("tell it").ClickAsync();
        await looked.Page.GetByText("Record a fill").ClickAsync();
        await looked.Page.GetByLabel("Units").FillAsync("0,001");
        await looked.Page.GetByLabel("Price of a unit").FillAsync(Text(mark / 2));
        await looked.Page.GetByLabel("Id The broker's").FillAsync("page-filled-wrong");
        await looked.Button("Look at it first").ClickAsync();
        await looked.ExpectAsync("main .failed", "quantity '0,001' is no number");
        await looked.Page.GetByLabel("Units").FillAsync("0.001");
        await looked.Button("Look at it first").ClickAsync();
        await looked.ExpectAsync("#fill-said", $"Sold 0.001 {Asset}");
        await looked.ExpectAsync("#fill-said", "below its middle");
        await looked.ExpectAsync("#fill-said", $"{Order}, approved");
        await looked.Button("Record it").ClickAsync();
        await looked.ExpectAsync("main .failed", "hard to believe");
        await looked.Page.GetByLabel("I looked again").CheckAsync();
        await looked.Button("Record it").ClickAsync();
        await looked.ExpectAsync("#fill-done", "It is in the book.");

        await looked.GoAsync($"/portfolio/order?order={Order}");
        await looked.Page.GetByLabel("correct the fill page-filled-wrong").ClickAsync();
        await looked.ExpectAsync("main", "Sold 0.001");
        await looked.Page.GetByLabel("In truth").SelectOptionAsync("other");
        await looked.Page.GetByLabel("Price of a unit").FillAsync(Text(mark));
        await looked.Page.GetByLabel("Id of the right fill").FillAsync("page-filled-right");
        await looked.Page.GetByLabel("Reason").FillAsync("half of the price was a slip");
        await looked.Button("Show what it would do").ClickAsync();
        await looked.ExpectAsync("#correction-would", "Equity");
        await looked.Button("Correct it").ClickAsync();
        await looked.ExpectAsync("#corrected", "page-filled-wrong is taken back, and page-filled-right is in its place.");
        looked.ExpectNoFaults();
        await looked.GoAsync("/portfolio/correct-fill?fill=page-nothing", status: 404);
        await looked.ExpectAsync("main .failed", "nothing to correct");
    }

    /// <summary>A cost is told, after what it would do was shown, and taken back from the journal.</summary>
    public static async Task TellEventAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/portfolio");
        await looked.Page.GetByText("an event", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await looked.Page.GetByLabel("Kind").GetByText("Fee", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await looked.Page.GetByLabel("Amount").FillAsync("5");
        await looked.Page.GetByLabel("Reason").FillAsync("a month of data");
        await looked.Button("Show what it would do").ClickAsync();
        await looked.ExpectAsync("#event-would", "-5 USD");
        await looked.Button("Record it").ClickAsync();
        await looked.ExpectAsync("#event-done", "It is in the book.");

        await looked.GoAsync("/portfolio");
        await looked.Page.Locator("tr:has-text('a month of data')").GetByText("correct").ClickAsync();
        await looked.ExpectAsync("main", "a month of data");
        await looked.Page.GetByLabel("Reason").FillAsync("told twice");
        await looked.Button("Go on to confirm").ClickAsync();
        await looked.ExpectAsync("main", "takes it back, because: told twice");
        await looked.Button("Take it back").ClickAsync();
        await looked.ExpectAsync("#corrected", "is taken back.");
        looked.ExpectNoFaults();
    }

    /// <summary>Of the marks of what is held one is chosen, and left out.</summary>
    public static async Task CorrectMarkAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/portfolio");
        await looked.Page.GetByLabel($"correct marks of {Asset}").ClickAsync();
        await looked.Page.Locator("main tbody a").First.ClickAsync();
        await looked.Page.GetByLabel("Reason").FillAsync("a bad tick");
        await looked.Button("Look at it first").ClickAsync();
        await looked.ExpectAsync("#marks-would", $"of {Asset} between");
        await looked.Button("Correct them").ClickAsync();
        await looked.ExpectAsync("#corrected", $"The marks of {Asset} are corrected.");
        looked.ExpectNoFaults();
    }

    /// <summary>A rate that is written the other way round is taken only where it is said a second time.</summary>
    public static async Task StateRateAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/portfolio/rate");
        await looked.Page.GetByLabel("Currency").FillAsync("jpy");
        await looked.Page.GetByLabel("Worth of a unit").FillAsync("150");
        await looked.Button("State it").ClickAsync();
        await looked.ExpectAsync("main .failed", "hard to believe");
        await looked.Page.GetByLabel("I looked again").CheckAsync();
        await looked.Button("State it").ClickAsync();
        await looked.ExpectAsync("#rate-stated", "is 150 USD from now on");
        looked.ExpectNoFaults();
    }

    /// <summary>
    /// What pages show beside other things: the portfolios, the version of what may be traded, intervals, what a book remembers.
    /// </summary>
    public static async Task SeeBooksAsync(PageSite site, string other)
    {
        await using var looked = await site.OpenAsync("/portfolios");
        await looked.ExpectAsync("#live-portfolios", "main: how far each loss is from a halt");
        await looked.Page.Locator("#live-portfolios").GetByText(other, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(looked.Heading($"Portfolio {other}")).ToBeVisibleAsync();
        await looked.GoAsync("/risk");
        await looked.ExpectAsync("#mode-version", "which grows with every halt and reset");
        await looked.GoAsync("/portfolio?days=90");
        await looked.Page.Locator("#intervals summary").ClickAsync();
        await Assertions.Expect(looked.Page.Locator("#intervals tbody tr")).ToHaveCountAsync(5);
        await looked.GoAsync("/audit?stream=portfolio%2Fmain&verify=1");
        await looked.ExpectAsync("#anchors", "and the log agrees");
        looked.ExpectNoFaults();
    }

    private static async Task<decimal> MarkAsync(PageSite site)
    {
        using var client = site.Client(site.AdminToken);
        var portfolio = await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/portfolios/main", UriKind.Relative));
        return portfolio.GetProperty("book").GetProperty("positions").EnumerateArray()
            .Single(one => one.GetProperty("assetId").GetString() == Asset).GetProperty("markPrice").GetDecimal();
    }

    private static string Text(decimal price) => Math.Round(price, 0).ToString(CultureInfo.InvariantCulture);
}
