using Microsoft.Playwright;

namespace OrleansAssets.Tests.Pages;

/// <summary>The pages, in a browser, over a silo of its own. In order of what each leaves behind: the first sees an empty book.</summary>
public sealed class PagesTests(PageSite site) : IClassFixture<PageSite>
{
    private static readonly string[] Places =
    [
        "/", "/assets", "/assets/BTC/USDT", "/phases", "/phases/phase_1_stocks?plan=activate", "/portfolio", "/portfolio/flow",
        "/decisions",
        "/risk", "/sources", "/notices", "/settings", "/audit", "/audit?stream=portfolio%2Fmain&verify=1", "/stop",
    ];

    [BrowserFact]
    public async Task Pages_FromTheFirstRunToAReset_DoWhatTheySay()
    {
        await RefuseStrangersAsync();
        await SeeFirstRunAsync();
        await site.ImportAsync();
        await DepositAsync();
        await StopAndResetAsync();
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

    /// <summary>What is written elsewhere is on an open page by itself.</summary>
    private async Task DepositAsync()
    {
        await using var watching = await site.OpenAsync("/portfolio");
        await using var paying = await site.OpenAsync("/portfolio/flow");
        await paying.Page.GetByLabel("Amount in USD").FillAsync("10000");
        await paying.Page.GetByLabel("Reason").FillAsync("first capital");
        await paying.Button("Record it").ClickAsync();
        await paying.ExpectAsync("#flow-done", "It is in the book");

        await watching.ExpectAsync("#live-portfolio", "10,000 USD, paid in: first capital");
        watching.ExpectNoFaults();
    }

    private async Task StopAndResetAsync()
    {
        await using var watching = await site.OpenAsync("/");
        await using var acting = await site.OpenAsync("/stop");
        await acting.Page.GetByLabel("Why").FillAsync("a rehearsal");
        await acting.Button("Stop now").ClickAsync();
        await acting.ExpectAsync("#stop-proof", "TRADING_HALT");
        await acting.ExpectAsync("#stop-proof", "Rejected");
        await watching.ExpectAsync(".mode", "Halted");
        await watching.ExpectAsync("#live-overview", "a rehearsal");

        await acting.Page.GetByText("Reset in two steps").First.ClickAsync();
        await acting.Page.GetByLabel("What was looked at").FillAsync("it was a rehearsal");
        await acting.Button("Go on to confirm").ClickAsync();
        await watching.ExpectAsync(".mode", "Halted");
        await acting.Button("Reset this halt").ClickAsync();
        await acting.ExpectAsync("#reset-done", "The halt is lifted");
        await watching.ExpectAsync(".mode", "Trading");
        acting.ExpectNoFaults();
    }

    /// <summary>
    /// At a desk in the light and on a phone in the dark: no error, nothing that scrolls sideways, no serious finding of axe (which takes
    /// a second a page, so that in the dark it looks at one).
    /// </summary>
    private async Task LookAtEveryPageAsync()
    {
        await using var desk = await site.OpenAsync("/");
        await using var phone = await site.OpenAsync("/", PageSite.Phone, ColorScheme.Dark);
        await phone.ExpectAccessibleAsync();
        foreach (var place in Places)
        {
            foreach (var looked in new[] { desk, phone })
            {
                await looked.GoAsync(place);
                await looked.ExpectNoSidewaysAsync();
                looked.ExpectNoFaults();
            }

            await desk.ExpectAccessibleAsync();
        }
    }
}
