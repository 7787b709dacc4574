using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using OrleansAssets.Tests.Domain;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Pages;

/// <summary>The shipped silo over the sandbox with the made-up record, and a browser: one for all tests of pages.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xUnit disposes what it initialized, by IAsyncLifetime.")]
public sealed class PageSite : IAsyncLifetime
{
    /// <summary>Widths at which pages are looked at, in CSS pixels: a phone and a desk.</summary>
    public const int Phone = 390;
    public const int Desk = 1280;

    /// <summary>A channel of notices that lacks its address, and the variable that it would be in.</summary>
    public const string Channel = "chat";
    public const string Unset = "ASSETS_PAGES_TEST_URL";

    private readonly DataDirectory _data = new();
    private readonly ConfigurationCopy _configuration = new();
    private SiloProcess? _silo;
    private Browser? _browser;

    internal SiloProcess Silo => _silo ?? throw new InvalidOperationException("The silo has not been started: no test needs it.");

    public async Task InitializeAsync()
    {
        if (Browser.Path is null)
        {
            return; // every test is left out, and says so
        }

        await File.AppendAllTextAsync(
            _configuration.PathOf(ConfigurationCopy.Assets),
            $"\nnotices:\n  channels:\n    {Channel}: {{ kind: slack, url_variable: {Unset} }}\n");
        _silo = await SiloProcess.StartAsync(_data.Path, "--config", _configuration.Directory);
        _browser = await Browser.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await using (_browser)
        await using (_silo)
        {
        }

        _data.Dispose();
        _configuration.Dispose();
    }

    internal string AdminToken => File.ReadAllText(Path.Combine(_data.Path, "admin.token")).Trim();

    /// <summary>Calls the API by a token.</summary>
    internal HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private Uri Address => new($"http://127.0.0.1:{Silo.RunFile.WebPort}");

    /// <summary>Opens an address as the admin.</summary>
    internal Task<LookedAtPage> OpenAsync(string path, int width = Desk, ColorScheme scheme = ColorScheme.Light) =>
        OpenAsAsync(AdminToken, path, width, scheme);

    /// <summary>Opens an address as whoever a token stands for.</summary>
    internal async Task<LookedAtPage> OpenAsAsync(string token, string path, int width = Desk, ColorScheme scheme = ColorScheme.Light)
    {
        var looked = await VisitAsync($"/sign-in?ReturnUrl={Uri.EscapeDataString(path)}", width, scheme);
        await looked.Page.GetByLabel("Token").FillAsync(token);
        await looked.Button("Sign in").ClickAsync();
        await Assertions.Expect(looked.Page.Locator(".top")).ToBeVisibleAsync();
        return looked;
    }

    /// <summary>Opens an address as nobody, and notes every error of its script, its policy and its requests.</summary>
    internal async Task<LookedAtPage> VisitAsync(string path, int width = Desk, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await (_browser ?? throw new InvalidOperationException("There is no browser.")).OpenAsync(width, scheme);
        var looked = new LookedAtPage(page, Address);
        await looked.GoAsync(path);
        return looked;
    }

    /// <summary>Brings the made-up record in, once.</summary>
    internal async Task ImportAsync()
    {
        await Silo.ExpectAsync(0, "demo", "record", "--directory", _data.Path);
        await Silo.ExpectAsync(0, "import", "equity", Path.Combine(_data.Path, "sample-equity.csv"));
        await Silo.ExpectAsync(0, "import", "trades", Path.Combine(_data.Path, "sample-trades.csv"));
    }
}
