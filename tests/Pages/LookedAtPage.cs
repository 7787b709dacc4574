using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OrleansAssets.Tests.Pages;

/// <summary>A page in the browser, and what went wrong in it.</summary>
internal sealed class LookedAtPage : IAsyncDisposable
{
    private const float PatienceMs = 20_000;

    private readonly ConcurrentQueue<string> _faults = [];
    private readonly Uri _site;

    public LookedAtPage(IPage page, Uri site)
    {
        Page = page;
        _site = site;
        page.SetDefaultTimeout(PatienceMs);
        page.Console += (_, message) => Note(message.Type == "error", message.Text);
        page.PageError += (_, error) => Note(isFault: true, error);
        page.Request += (_, request) =>
            Note(!request.Url.StartsWith(site.ToString(), StringComparison.Ordinal), $"asked for {request.Url}");
    }

    public IPage Page { get; }

    public async Task GoAsync(string path, int status = 200)
    {
        var answer = await Page.GotoAsync(new Uri(_site, path).ToString());
        Assert.Equal(status, answer?.Status);
    }

    public ILocator Heading(string words) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = words, Exact = true });

    public ILocator Button(string words) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = words });

    public async Task ExpectAsync(string selector, string words) => await Assertions.Expect(Page.Locator(selector))
        .ToContainTextAsync(words, new LocatorAssertionsToContainTextOptions { Timeout = PatienceMs });

    /// <summary>Nothing is wider than the window: what is, scrolls in a part of its own.</summary>
    public async Task ExpectNoSidewaysAsync() => Assert.Equal(
        0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));

    /// <summary>
    /// What in the page is wider than the part that it is in, so that a word is cut or runs into another. What is meant to scroll may; at a
    /// desk no table needs to, but the maps.
    /// </summary>
    public async Task<IEnumerable<string>> FindCutAsync(bool mayScroll)
    {
        var cut = await Page.EvaluateAsync<string[]>(
            """
            mayScroll => {
              const name = part => part.tagName.toLowerCase() + [...part.classList].map(one => "." + one).join("")
                + " '" + part.textContent.trim().replace(/\s+/g, " ").slice(0, 70) + "'";
              const faults = [];
              for (const part of document.querySelector("main").querySelectorAll("*")) {
                if (!part.checkVisibility() || part.closest("svg, .sr, pre") || part.matches("input, select, textarea")) continue;
                const style = getComputedStyle(part);
                const extra = part.scrollWidth - part.clientWidth;
                if (style.display === "inline" || part.clientWidth === 0 || extra <= 1) continue;
                const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
                if (!scrolls || !(mayScroll || part.querySelector("table.heat"))) faults.push(`${name(part)}: ${extra} px`);
              }
              return faults;
            }
            """,
            mayScroll);
        return cut.Select(one => $"{new Uri(Page.Url).PathAndQuery} at {Page.ViewportSize?.Width} px: {one}");
    }

    /// <summary>Keeps a picture of the page where the variable ASSETS_PICTURES names a directory, to be looked at.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("ASSETS_PICTURES") is { Length: > 0 } directory)
        {
            var file = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{file}.png"), FullPage = true });
        }
    }

    /// <summary>What axe finds serious or critical, each with the place.</summary>
    public async Task ExpectAccessibleAsync()
    {
        var found = (await Page.RunAxe()).Violations.Where(one => one.Impact is "serious" or "critical")
            .Select(one => $"{Page.Url} {one.Id}: {one.Help}: {string.Join(" | ", one.Nodes.Select(node => node.Html))}");
        Assert.Empty(found);
    }

    public void ExpectNoFaults() => Assert.Empty(_faults);

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());

    private void Note(bool isFault, string words)
    {
        if (isFault)
        {
            _faults.Enqueue(words);
        }
    }
}
