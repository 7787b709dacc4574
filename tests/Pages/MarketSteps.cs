using Microsoft.Playwright;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Pages;

/// <summary>What is seen and done on the pages of market data, sources, notices and the log.</summary>
internal static class MarketSteps
{
    private const string Asset = "BTC/USDT", Source = "ccxt_binance", NotTraded = "TSLA";

    /// <summary>From the quotes of all assets to one asset's, with what each source delivered of it, to the feed that did.</summary>
    public static async Task SeeDataAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/data");
        var row = looked.Page.Locator($"#live-data tr:has(th:has-text('{Asset}'))").First;
        await Assertions.Expect(row).ToContainTextAsync("the price");
        await row.GetByText(Asset).ClickAsync();
        await looked.ExpectAsync("#live-asset", "What its sources delivered");
        await looked.Page.Locator("#live-asset").GetByText("candles-1h").First.ClickAsync();
        await looked.ExpectAsync("#feed", "Expected");
        await looked.GoAsync("/data/mood");
        await looked.ExpectAsync("#live-mood", "Mood of each asset");
        await looked.GoAsync("/classes/crypto");
        await looked.ExpectAsync("#live-class", Asset);
        looked.ExpectNoFaults();
        await looked.GoAsync("/classes/nosuch", status: 404);
        await looked.ExpectAsync("main .failed", "There is no such class");
    }

    /// <summary>What is pushed shows by itself while somebody looks, and a vendor is asked once on demand.</summary>
    public static async Task SeeSourceAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync($"/sources/{Source}");
        await looked.ExpectAsync("#live-stream", "live");
        await looked.ExpectAsync("#pushed", Asset);
        var told = looked.Page.Locator("#pushed section").First;
        var before = await told.InnerTextAsync();
        await Assertions.Expect(told).Not.ToHaveTextAsync(before);
        await looked.Button("Ask it once").ClickAsync();
        await looked.ExpectAsync("#checked", "It answers.");
        looked.ExpectNoFaults();
        await looked.GoAsync("/sources/nosuch", status: 404);
        await looked.ExpectAsync("main .failed", "There is no such source");
    }

    /// <summary>An asset is enabled with what that means before its phase, is told as such, and is disabled again.</summary>
    public static async Task SwitchAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync($"/assets/{NotTraded}");
        await looked.Page.GetByText("Enable it").ClickAsync();
        await looked.ExpectAsync("main", "Its phase is not active.");
        await using var late = await site.OpenAsync($"/assets/switch?asset={NotTraded}");
        await looked.Button($"Enable {NotTraded}").ClickAsync();
        await looked.ExpectAsync("#switched", $"{NotTraded} is enabled.");
        await late.Button($"Enable {NotTraded}").ClickAsync();
        await late.ExpectAsync("main .failed", "somebody changed it meanwhile");
        await looked.GoAsync("/phases");
        await looked.Page.Locator($"li:has-text('{NotTraded}')").GetByText("disable it").ClickAsync();
        await looked.Button($"Disable {NotTraded}").ClickAsync();
        await looked.ExpectAsync("#switched", $"{NotTraded} is not enabled.");
        looked.ExpectNoFaults();
        await looked.GoAsync($"/assets/quote?asset={Asset}");
        await looked.ExpectAsync("main .empty", "is held back: the last one is believed");
        await looked.GoAsync("/assets/switch?asset=NVDAA", status: 404);
        await looked.ExpectAsync("main .failed", "The nearest is 'NVDA'");
    }

    /// <summary>The matrix of the past says that it is, and the one of now is measured on demand.</summary>
    public static async Task MeasureAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/risk");
        await looked.Page.GetByText("Measure now").ClickAsync();
        await looked.Button("Measure it").ClickAsync();
        await looked.ExpectAsync("#risk-measured", "It is measured.");
        await looked.GoAsync("/risk");
        await looked.ExpectAsync("#correlations", "As of");
        await looked.Page.GetByLabel("As of").FillAsync("2099-01-01");
        await looked.Button("Show").ClickAsync();
        await looked.ExpectAsync("#past-matrix", "Of the past");
        await looked.GoAsync("/risk?asof=soon");
        await looked.ExpectAsync("#correlations .failed", "'soon' is no day");
        await looked.GoAsync("/phases/phase_1_stocks?measure=1");
        await looked.ExpectAsync("main", "To be activated");
        looked.ExpectNoFaults();
    }

    /// <summary>Entries come to an open page by themselves; the ends of streams are signed on demand.</summary>
    public static async Task FollowLogAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/audit?stream=access%2Fmain&after=0");
        await looked.ExpectAsync("#live-entries", "Token made");
        await looked.Page.GetByText("As they come").ClickAsync();
        await looked.ExpectAsync("#audit-end", "Nothing was added after entry");
        await site.Silo.ExpectAsync(0, "sources", "collect", Source);
        await looked.ExpectAsync("#live-entries tbody", "Sources.collect");
        await looked.GoAsync("/audit");
        await looked.Page.GetByText("Sign them now").ClickAsync();
        await looked.ExpectAsync("#signed-heads", "Signature");
        looked.ExpectNoFaults();
    }

    /// <summary>A notice has a page of its own.</summary>
    public static async Task SeeNoticeAsync(PageSite site)
    {
        await using var looked = await site.OpenAsync("/notices?past=1");
        await looked.Page.Locator("#live-notices a[href^='/notices/']").First.ClickAsync();
        await looked.ExpectAsync("#live-notice", "Told by");
        looked.ExpectNoFaults();
        await looked.GoAsync("/notices/999999999", status: 404);
        await looked.ExpectAsync("main .failed", "There is no such notice");
    }
}
