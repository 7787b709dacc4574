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
