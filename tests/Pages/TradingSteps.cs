using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace OrleansAssets.Tests.Pages;

/// <summary>What traders and operators do on pages beside asking for orders: with what is held, is at the broker or is collected.</summary>
internal static class TradingSteps
{
    private const string Asset = "BTC/USDT";

    /// <summary>What nobody approved is told on the portfolio's page, and seen by an operator.</summary>
    public static async Task SeeUnapprovedAsync(PageSite site, string fillId)
    {
        await using var looked = await site.OpenAsync("/portfolio");
        await looked.ExpectAsync("#live-portfolio", "not approved");
        await looked.Page.GetByText("Look at it").First.ClickAsync();
        var told = looked.Page.Locator($"section:has(h2:text-is('{fillId}'))");
        await Assertions.Expect(told).ToContainTextAsync(Asset);
        await told.GetByLabel("What came of it").FillAsync("traded by hand");
        await told.GetByText("I have seen it").ClickAsync();
        await looked.ExpectAsync("#unseen-accepted", $"{fillId} is seen.");
        await Assertions.Expect(told).ToHaveCountAsync(0);
        looked.ExpectNoFaults();
    }

    /// <summary>A stop is moved nearer to the price, and a slip in it moves nothing.</summary>
    public static async Task MoveStopAsync(PageSite site)
    {
        using var client = site.Client(site.AdminToken);
        var portfolio = await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/portfolios/main", UriKind.Relative));
        var held = portfolio.GetProperty("book").GetProperty("positions").EnumerateArray()
            .Single(one => one.GetProperty("assetId").GetString() == Asset);
        var stop = Math.Round(held.GetProperty("markPrice").GetDecimal() * 0.98m, 0);

        await using var looked = await site.OpenAsync("/portfolio");
        await looked.Page.GetByLabel($"stop of {Asset}").ClickAsync();
        await looked.Page.GetByLabel("New stop").FillAsync("68,5");
        await looked.Page.GetByLabel("Reason").FillAsync("nearer to the price");
        await looked.Button("Move it").ClickAsync();
        await looked.ExpectAsync(".failed", "'68,5' is no number");
        await looked.Page.GetByLabel("New stop").FillAsync($"{stop:0}");
        await looked.Button("Move it").ClickAsync();
        await looked.ExpectAsync("#stop-moved", $"The stop is {stop:#,0}");
        looked.ExpectNoFaults();
        await looked.GoAsync("/portfolio/stop?asset=NVDA", status: 404);
        await looked.ExpectAsync("main .failed", "holds nothing of 'NVDA'");
    }

    /// <summary>An approved order is ended as it was at the broker, or as it never came there: its exposure is free.</summary>
    public static async Task EndOrdersAsync(PageSite site)
    {
        await ApproveAsync(site, "page-cancelled");
        await ApproveAsync(site, "page-unsent");
        await using var looked = await site.OpenAsync("/portfolio");
        await looked.Page.Locator("tr:has-text('page-cancelled')").GetByText("tell it").ClickAsync();
        await looked.ExpectAsync("main", "page-cancelled");
        await EndAsync("was cancelled");
        await looked.ExpectAsync("#order-ended", "The order is cancelled.");
        await looked.ExpectAsync("main", "It has ended: it holds nothing.");

        await looked.GoAsync("/portfolio/order?order=page-unsent");
        await EndAsync("was never sent: let its exposure go");
        await looked.ExpectAsync("#order-ended", "Its exposure is free.");
        looked.ExpectNoFaults();
        await looked.GoAsync("/portfolio/order?order=page-nothing", status: 404);
        await looked.ExpectAsync("main .failed", "cannot be shown");

        async Task EndAsync(string what)
        {
            await looked.Page.GetByLabel("At the broker it").SelectOptionAsync(new SelectOptionValue { Label = what });
            await looked.Page.GetByLabel("Reason").FillAsync("told by the broker");
            await looked.Button("Record it").ClickAsync();
        }
    }

    /// <summary>A halt is rehearsed where no money is, and the page of risk has how it went.</summary>
    public static async Task RehearseAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/risk");
        await looked.Page.GetByText("Rehearse a halt").ClickAsync();
        await looked.Button("Rehearse it").ClickAsync();
        await looked.ExpectAsync("#drill-report", "The halt held.");
        await looked.GoAsync("/risk");
        await looked.ExpectAsync("#live-risk", "Last drill held");
        looked.ExpectNoFaults();
    }

    /// <summary>A source is asked at once.</summary>
    public static async Task CollectAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/sources");
        await looked.Page.GetByText("Collect now").First.ClickAsync();
        await looked.Button("Collect it").ClickAsync();
        await looked.ExpectAsync("#collected", "It was asked.");
        looked.ExpectNoFaults();
        await looked.GoAsync("/sources/collect?source=nosuch", status: 404);
        await looked.ExpectAsync("main .failed", "There is no source 'nosuch'");
    }

    /// <summary>Has an order approved, by the API.</summary>
    public static async Task ApproveAsync(PageSite site, string order)
    {
        using var client = site.Client(site.AdminToken);
        using var answer = await client.PostAsJsonAsync(
            new Uri("/api/v1/portfolios/main/orders", UriKind.Relative),
            new { clientOrderId = order, assetId = Asset, side = "sell", quantity = 0.001m, reduceOnly = true });
        var decision = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, decision);
        Assert.Contains("\"reservationId\":\"", decision, StringComparison.Ordinal);
    }
}
