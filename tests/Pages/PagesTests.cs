using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Pages;

/// <summary>The pages, in a browser, over a silo of its own. In order of what each leaves behind: the first sees an empty book.</summary>
public sealed class PagesTests(PageSite site) : IClassFixture<PageSite>
{
    private const string Spare = "spare";

    private static readonly string[] Places =
    [
        "/", "/assets", "/assets/BTC/USDT", "/phases", "/phases/phase_1_stocks?plan=activate",
        "/portfolio?of=all&move=-30#what-if", "/portfolio/flow", "/portfolio/new", $"/portfolio?portfolio={Spare}",
        "/decisions?why=90", "/order?asset=BTC/USDT&amount=500",
        "/risk", "/sources", "/notices", "/settings", "/audit", "/audit?stream=portfolio%2Fmain&verify=1", "/stop",
        "/portfolio/stop?asset=BTC/USDT", "/portfolio/order?order=page-cancelled", "/portfolio/unseen", "/risk/drill",
        "/sources/collect?source=ccxt_binance",
        "/data", "/data/mood", "/classes/crypto", "/sources/ccxt_binance?asset=BTC/USDT&dataset=candles-1h#feed", "/risk/measure",
        "/assets/switch?asset=NVDA", "/assets/quote?asset=BTC/USDT", "/notices/1", "/audit?stream=portfolio%2Fmain&after=0",
        "/audit?heads=1", "/phases/phase_1_stocks?measure=1", "/risk?asof=2099-01-01",
        "/portfolios", "/portfolio/orders", "/portfolio/order?order=page-filled",
        "/portfolio/fill?order=page-filled", "/portfolio/event?kind=Dividend", "/portfolio/rate",
        "/portfolio/correct-fill?fill=page-filled-right", "/portfolio/correct-event?event=e1", "/portfolio/correct-mark?asset=BTC/USDT",
    ];

    /// <summary>Those that axe looks at in the dark and on a phone too.</summary>
    private static readonly string[] Main =
    [
        "/", "/assets", "/assets/BTC/USDT", "/phases", "/phases/phase_1_stocks?plan=activate", "/portfolio?of=all&move=-30#what-if",
        "/decisions?why=90", "/order?asset=BTC/USDT&amount=500", "/risk", "/sources", "/notices", "/settings", "/audit", "/stop",
        "/portfolio/stop?asset=BTC/USDT",
        "/data", "/data/mood", "/sources/ccxt_binance?asset=BTC/USDT&dataset=candles-1h#feed", "/audit?stream=portfolio%2Fmain&after=0",
        "/portfolios", "/portfolio/orders", "/portfolio/event?kind=Dividend",
        "/portfolio/correct-fill?fill=page-filled-right",
    ];

    [BrowserFact]
    public async Task Pages_FromTheFirstRunToAReset_DoWhatTheySay()
    {
        await RefuseStrangersAsync();
        await SeeFirstRunAsync();
        await site.ImportAsync();
        await SeeTradesAsync();
        await DepositAsync();
        await MakePortfolioAsync();
        await StopAndResetEverythingAsync();
        await StopAndResetOneAsync();
        await CheckOrderAsync();
        await MovePricesAsync();
        await SeeChartAsync();
        await TradingSteps.SeeUnapprovedAsync(site, "page-1");
        await TradingSteps.MoveStopAsync(site);
        await TradingSteps.EndOrdersAsync(site);
        await BookSteps.FillAndCorrectAsync(site);
        await BookSteps.TellEventAsync(site);
        await BookSteps.CorrectMarkAsync(site);
        await BookSteps.StateRateAsync(site);
        await BookSteps.SeeBooksAsync(site, Spare);
        await TradingSteps.RehearseAsync(site);
        await TradingSteps.CollectAsync(site);
        await MarketSteps.SeeDataAsync(site);
        await MarketSteps.SeeSourceAsync(site);
        await MarketSteps.SwitchAsync(site);
        await MarketSteps.MeasureAsync(site);
        await MarketSteps.FollowLogAsync(site);
        await MarketSteps.SeeNoticeAsync(site);
        await SeeFrameAsync();
        await TestChannelAsync();
        await MakeAndRevokeTokenAsync();
        await ActivatePhaseAsync();
        await SeeChangesSoonAsync();
        await SeeStatesAsync();
        await LookAtEveryPageAsync();
    }

    /// <summary>Without a token there is a door, and nothing of the installation behind it.</summary>
    private async Task RefuseStrangersAsync()
    {
        await using var stranger = await site.VisitAsync("/portfolio?days=30");
        await Assertions.Expect(stranger.Heading("Sign in")).ToBeVisibleAsync();
        await Assertions.Expect(stranger.Page.Locator(".top")).ToHaveCountAsync(0);
        await stranger.ExpectAccessibleAsync();

        await stranger.Page.GetByLabel("Token").FillAsync("oat_wrong");
        await stranger.Button("Sign in").ClickAsync();
        await stranger.ExpectAsync(".failed", "Not signed in");

        await stranger.Page.GetByLabel("Token").FillAsync(site.AdminToken);
        await stranger.Button("Sign in").ClickAsync();
        await Assertions.Expect(stranger.Heading("Portfolio main")).ToBeVisibleAsync();
        Assert.EndsWith("/portfolio?days=30", stranger.Page.Url, StringComparison.Ordinal);
    }

    private async Task SeeFirstRunAsync()
    {
        await using var looked = await site.OpenAsync("/");
        await Assertions.Expect(looked.Heading("What to do next")).ToBeVisibleAsync();
        await looked.ExpectAsync(".synthetic", "Every price here is invented");
        looked.ExpectNoFaults();
    }

    /// <summary>The last closed first, and older ones behind them.</summary>
    private async Task SeeTradesAsync()
    {
        await using var looked = await site.OpenAsync("/portfolio?days=30");
        var rows = looked.Page.Locator("#trades tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(25);
        var last = await rows.First.Locator("th code").InnerTextAsync();
        await looked.Page.Locator("#trades").GetByText("Older").ClickAsync();
        await Assertions.Expect(looked.Page.Locator("#trades").GetByText("Newest")).ToBeVisibleAsync();
        await Assertions.Expect(looked.Page.Locator("#trades")).Not.ToContainTextAsync(last);
        Assert.Contains("days=30", looked.Page.Url, StringComparison.Ordinal);
        await looked.Page.Locator("#trades").GetByText("Newest").ClickAsync();
        await looked.ExpectAsync("#trades", last);
        await looked.ExpectAsync("#trades", "sample, imported");
        looked.ExpectNoFaults();
    }

    /// <summary>What is written elsewhere is on an open page by itself.</summary>
    private async Task DepositAsync()
    {
        await using var watching = await site.OpenAsync("/portfolio");
        await using var paying = await site.OpenAsync("/portfolio/flow");
        await paying.Page.GetByLabel("Amount in USD").FillAsync("100,50");
        await paying.Page.GetByLabel("Reason").FillAsync("first capital");
        await paying.Button("Record it").ClickAsync();
        await paying.ExpectAsync(".failed", "'100,50' is no amount"); // a hundred and a half to one, ten thousand to another
        await paying.Page.GetByLabel("Amount in USD").FillAsync("10000");
        await paying.Page.GetByLabel("Reason").FillAsync("first capital");
        await paying.Button("Record it").ClickAsync();
        await paying.ExpectAsync("#flow-done", "It is in the book");

        await watching.ExpectAsync("#live-portfolio", "10,000 USD, paid in: first capital");
        watching.ExpectNoFaults();
    }

    /// <summary>With a second portfolio, pages are of the one that their address names, and of no other by mistake.</summary>
    private async Task MakePortfolioAsync()
    {
        await using var looked = await site.OpenAsync("/");
        await Assertions.Expect(looked.Page.Locator(".pick")).ToHaveCountAsync(0);
        await looked.GoAsync("/portfolio/new");
        await looked.Page.GetByLabel("Name").FillAsync(Spare);
        await looked.Page.GetByLabel("What for").FillAsync("another strategy");
        await looked.Button("Make it").ClickAsync();
        await looked.ExpectAsync("#portfolio-made", $"There is a portfolio {Spare}");

        await looked.GoAsync("/");
        await looked.ExpectAsync("#live-overview", "Account: all portfolios");
        await looked.Page.Locator(".pick summary").ClickAsync();
        await looked.Page.Locator(".pick").GetByText(Spare).ClickAsync();
        await Assertions.Expect(looked.Heading($"Portfolio {Spare}")).ToBeVisibleAsync();
        await looked.Page.Locator(".side-nav").GetByText("Portfolio").ClickAsync();
        await looked.ExpectAsync("h1", $"Portfolio {Spare}");
        looked.ExpectNoFaults();

        // What is unknown is said, with the nearest: a 404 with nothing on it says nothing.
        await looked.GoAsync("/risk?portfolio=spaer", status: 404);
        await looked.ExpectAsync("main", $"The nearest is '{Spare}'");
        await looked.GoAsync("/assets/NVDAA", status: 404);
        await looked.ExpectAsync("main", "The nearest is 'NVDA'");
    }

    private async Task StopAndResetEverythingAsync()
    {
        await using var watching = await site.OpenAsync("/");
        await using var acting = await site.OpenAsync("/stop");
        await acting.Page.GetByLabel("Why").FillAsync("a rehearsal");
        await acting.Button("Stop now").ClickAsync();
        await acting.ExpectAsync("#stop-proof", "Everything is halted");
        foreach (var portfolio in new[] { "main", Spare })
        {
            var proof = acting.Page.Locator($"#stop-proof li:has(strong:text-is('{portfolio}'))");
            await Assertions.Expect(proof).ToContainTextAsync("Refuses");
            await Assertions.Expect(proof).ToContainTextAsync("TRADING_HALT");
        }

        await watching.ExpectAsync(".mode", "Halted");
        await watching.ExpectAsync(".strip", "Everything is halted, in every portfolio. a rehearsal");
        await watching.ExpectAsync("#live-overview", "All portfolios are halted: a rehearsal");

        await acting.Page.Locator("#stop-proof").GetByText("Reset in two steps").ClickAsync();
        await acting.Page.GetByLabel("What was looked at").FillAsync("it was a rehearsal");
        await acting.Button("Go on to confirm").ClickAsync();
        await watching.ExpectAsync(".mode", "Halted");
        await acting.Button("Reset this halt").ClickAsync();
        await acting.ExpectAsync("#reset-done", "The halt is lifted");
        await watching.ExpectAsync(".mode", "Trading");
        await Assertions.Expect(watching.Page.Locator(".strip")).ToHaveCountAsync(0);
        acting.ExpectNoFaults();
    }

    /// <summary>A stop of one portfolio leaves the other alone.</summary>
    private async Task StopAndResetOneAsync()
    {
        await using var watching = await site.OpenAsync("/");
        await using var acting = await site.OpenAsync($"/stop?portfolio={Spare}");
        await acting.Page.GetByLabel("What is stopped").SelectOptionAsync("portfolio");
        await acting.Page.GetByLabel("Why").FillAsync("only this one");
        await acting.Button("Stop now").ClickAsync();
        await acting.ExpectAsync("#stop-proof", $"{Spare} is halted");
        await acting.ExpectAsync("#stop-proof", "TRADING_HALT");
        await watching.ExpectAsync("#live-overview", $"Portfolio {Spare}, {Spare}: only this one");
        await watching.ExpectAsync(".mode", "Trading");

        await acting.Page.Locator("#stop-proof").GetByText("Reset in two steps").ClickAsync();
        await acting.Page.GetByLabel("What was looked at").FillAsync("seen");
        await acting.Button("Go on to confirm").ClickAsync();
        await acting.Button("Reset this halt").ClickAsync();
        await acting.ExpectAsync("#reset-done", "The halt is lifted");
        acting.ExpectNoFaults();
    }

    /// <summary>From an asset's page to every rule's answer, to a decision that is kept, to why nothing was traded.</summary>
    private async Task CheckOrderAsync()
    {
        await using var looked = await site.OpenAsync("/assets/NVDA");
        await looked.Page.GetByText("Check another order").ClickAsync();
        await looked.Page.GetByLabel("Amount").FillAsync("500");
        await looked.Button("Check it").ClickAsync();
        await looked.ExpectAsync("#order-answer", "buy 500 USD of NVDA");
        await looked.ExpectAsync("main", RuleCodes.AssetEnabled);

        await looked.Button("Ask for approval").ClickAsync();
        await looked.ExpectAsync("#order-decided", "Rejected: nothing is reserved");
        await looked.GoAsync("/decisions?why=90");
        await looked.Page.Locator("#live-decisions").GetByText("buy 500 USD of NVDA").First.ClickAsync();
        await looked.Page.GetByText("Replay it").ClickAsync();
        await looked.ExpectAsync("#replay", "The same to the byte");
        await looked.GoAsync("/assets/NVDA?why=30");
        await looked.ExpectAsync("#why", "1 order was asked for");
        await looked.ExpectAsync("#why", "Asset enabled");
        await looked.ExpectAsync("#why", "phase_1_stocks");
        looked.ExpectNoFaults();
    }

    private async Task MovePricesAsync()
    {
        var asked = (await site.Silo.ConsoleAsync("risk", "check", "BTC/USDT", "buy", "--notional", "2000", "--json")).Json();
        var price = asked.GetProperty("price").GetRawText();
        await site.Silo.ExpectAsync(
            0, "order", "fill", "BTC/USDT", "buy", "--quantity", "0.02", "--price", price, "--fill-id", "page-1");
        await using var looked = await site.OpenAsync("/portfolio");
        await looked.Page.GetByLabel("Move of Everything held in per cent").FillAsync("-99");
        await looked.Button("Move them").ClickAsync();
        await looked.ExpectAsync("#what-if-answer", "trips first");
        await looked.Page.GetByLabel("Move of BTC/USDT in per cent").FillAsync("0.1");
        await looked.Button("Move them").ClickAsync();
        await looked.ExpectAsync("#what-if-answer", "Equity after");
        await Assertions.Expect(looked.Page.GetByLabel("Move of Everything held in per cent")).ToHaveValueAsync("-99");
        looked.ExpectNoFaults();
    }

    /// <summary>What was filled is drawn where it was, whatever else was traded since, and no more once it was corrected.</summary>
    private async Task SeeChartAsync()
    {
        var asked = (await site.Silo.ConsoleAsync("risk", "check", "ETH/USDT", "buy", "--notional", "2000", "--json")).Json();
        await site.Silo.ExpectAsync(
            0, "order", "fill", "ETH/USDT", "buy", "--quantity", "0.001", "--price", asked.GetProperty("price").GetRawText(), "--fill-id",
            "chart-wrong", "--yes");
        await using var looked = await site.OpenAsync("/assets/ETH/USDT");
        var bought = looked.Page.Locator("svg.chart path.bought");
        await Assertions.Expect(bought).ToHaveCountAsync(1);
        await Assertions.Expect(looked.Page.Locator("svg.chart g.event title")).ToContainTextAsync(["bought 0.001 at"]);

        await site.Silo.ExpectAsync(0, "order", "correct", "chart-wrong", "--reason", "it never was", "--yes");
        await Assertions.Expect(bought).ToHaveCountAsync(0);
        looked.ExpectNoFaults();
    }

    /// <summary>A page without anything live asks for its frame alone: what it verified is not verified each second.</summary>
    private async Task SeeFrameAsync()
    {
        await using var looked = await site.OpenAsync("/audit?stream=portfolio%2Fmain&verify=1");
        await looked.ExpectAsync("#verified", "Whole");
        var asked = await looked.Page.WaitForResponseAsync(answer => answer.Request.Headers.ContainsKey("x-live"));
        Assert.Equal("frame", asked.Request.Headers["x-live"]);
        var frame = await asked.TextAsync();
        Assert.Contains("live-top", frame, StringComparison.Ordinal);
        Assert.DoesNotContain("verified", frame, StringComparison.Ordinal);
        await looked.ExpectAsync("#verified", "Whole");
        looked.ExpectNoFaults();
    }

    private async Task TestChannelAsync()
    {
        await using var looked = await site.OpenAsync("/notices");
        await looked.Button($"Test {PageSite.Channel}").ClickAsync();
        await looked.ExpectAsync("#channel-outcome", PageSite.Unset);
        await looked.GoAsync("/settings");
        await looked.ExpectAsync("main", PageSite.Channel);
        looked.ExpectNoFaults();
    }

    /// <summary>Told once, then listed, then worth nothing.</summary>
    private async Task MakeAndRevokeTokenAsync()
    {
        await using var looked = await site.OpenAsync("/settings");
        await looked.Page.GetByLabel("Whom it stands for").FillAsync("Vera");
        await looked.Page.GetByLabel("Role").SelectOptionAsync("Viewer");
        await looked.Button("Make it").ClickAsync();
        await looked.ExpectAsync("#settings-outcome", "A token of Vera. It is told this once:");
        var secret = await looked.Page.Locator("#settings-outcome code").InnerTextAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(secret));

        await looked.GoAsync("/settings");
        Assert.DoesNotContain(secret, await looked.Page.ContentAsync(), StringComparison.Ordinal);
        var row = looked.Page.Locator("tr:has(th:has-text('Vera'))");
        await Assertions.Expect(row).ToContainTextAsync("viewer");
        await row.GetByText("revoke").ClickAsync();
        await looked.Button("Revoke it").ClickAsync();
        await looked.ExpectAsync("#settings-outcome", "has ended");
        await Assertions.Expect(row).ToContainTextAsync("revoked");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(secret));
        looked.ExpectNoFaults();

        async Task<HttpStatusCode> StatusOfAsync(string token)
        {
            using var client = site.Client(token);
            using var answer = await client.GetAsync(new Uri("/api/v1/status", UriKind.Relative));
            return answer.StatusCode;
        }
    }

    /// <summary>
    /// From the API's answer to what an open page shows, without reload: two seconds. Of three, as other tests may hold this machine.
    /// </summary>
    private async Task SeeChangesSoonAsync()
    {
        await using var watching = await site.OpenAsync("/portfolio");
        using var client = site.Client(site.AdminToken);
        var taken = new List<TimeSpan>();
        for (var change = 1; change <= 3; change++)
        {
            var words = $"seen soon {change}";
            using var answer = await client.PostAsJsonAsync(
                new Uri("/api/v1/portfolios/main/flows", UriKind.Relative),
                new { flowId = $"soon-{change}", amount = 1, reason = words });
            var answered = TimeProvider.System.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await watching.Page.WaitForFunctionAsync(
                "words => document.querySelector('#live-portfolio').textContent.includes(words)", words,
                new PageWaitForFunctionOptions { PollingInterval = 20 });
            taken.Add(TimeProvider.System.GetElapsedTime(answered));
        }

        Assert.True(taken.Order().ElementAt(1) < TimeSpan.FromSeconds(2), $"It took {string.Join(", ", taken)}.");
        watching.ExpectNoFaults();
    }

    /// <summary>
    /// Nothing, a failure, and what is old look like what they are. A page is drawn once, with its answers: while it loads, the browser
    /// says so, and no half of it is there.
    /// </summary>
    private async Task SeeStatesAsync()
    {
        await using var looked = await site.OpenAsync($"/portfolio?portfolio={Spare}");
        await looked.ExpectAsync("main .empty >> nth=0", "needs two finished days");
        await looked.ExpectAsync("main", "Nothing is held.");
        await Assertions.Expect(looked.Page.Locator("main .failed")).ToHaveCountAsync(0);

        await looked.GoAsync("/decisions/nothing-of-the-kind", status: 404);
        await looked.ExpectAsync("main .failed[role=alert]", "cannot be shown");

        await looked.GoAsync("/");
        await looked.ExpectAsync("[data-heard]:not(.late):not(.lost)", "live");
        await looked.Page.Context.SetOfflineAsync(true);
        await looked.ExpectAsync("[data-heard].late, [data-heard].lost", "not heard for");
        await looked.ExpectAsync("[data-heard].lost", "not heard for");
        await looked.Page.Context.SetOfflineAsync(false);
        await looked.ExpectAsync("[data-heard]:not(.late):not(.lost)", "live");
    }

    /// <summary>
    /// From the evidence to a dry run, to a request, to another operator's word, which counts for what was looked at and nothing else.
    /// </summary>
    private async Task ActivatePhaseAsync()
    {
        const string Phase = "/phases/phase_1_stocks";
        var made = (await site.Silo.ConsoleAsync("tokens", "make", "Olga", "--role", "operator", "--json")).Json();
        await using var asking = await site.OpenAsync($"{Phase}?plan=activate");
        await asking.ExpectAsync("#plan", "NVDA");
        await using var late = await site.OpenAsync($"{Phase}?plan=activate");
        await asking.Button("Ask for its activation").ClickAsync();
        await asking.ExpectAsync("#phase-outcome", "Awaiting approval");
        await late.Button("Ask for its activation").ClickAsync();
        await late.ExpectAsync("#phase-outcome", "somebody changed it meanwhile");

        await using var agreeing = await site.OpenAsAsync(made.GetProperty("secret").GetString()!, Phase); // it was just made
        await agreeing.ExpectAsync("main", "Waits for 1 more operator");
        await agreeing.Button("Approve as another operator").ClickAsync();
        await agreeing.ExpectAsync("#phase-outcome", "Activated");
        await agreeing.GoAsync("/assets/NVDA");
        await Assertions.Expect(agreeing.Page.Locator(".page-head").GetByText("enabled", new LocatorGetByTextOptions { Exact = true }))
            .ToBeVisibleAsync();
        agreeing.ExpectNoFaults();
    }

    /// <summary>
    /// At a desk in the light and on a phone in the dark: no error, nothing that scrolls sideways, no serious finding of axe. Colours do
    /// not depend on the width nor the layout on colours, so that these two are all four; of the phone, on the main pages, as axe takes a
    /// second a page.
    /// </summary>
    private async Task LookAtEveryPageAsync()
    {
        await using var desk = await site.OpenAsync("/");
        await using var phone = await site.OpenAsync("/", PageSite.Phone, ColorScheme.Dark);
        var cut = new List<string>();
        foreach (var place in Places)
        {
            foreach (var looked in new[] { desk, phone })
            {
                await looked.GoAsync(place);
                await looked.ExpectNoSidewaysAsync();
                await looked.KeepPictureAsync($"{(looked == desk ? "desk" : "phone")}{place}");
                looked.ExpectNoFaults();
            }

            cut.AddRange(await desk.FindCutAsync(mayScroll: false));
            cut.AddRange(await phone.FindCutAsync(mayScroll: true));

            await desk.ExpectAccessibleAsync();
            if (Main.Contains(place))
            {
                await phone.ExpectAccessibleAsync();
            }
        }

        Assert.True(cut.Count == 0, string.Join('\n', cut));
    }
}
