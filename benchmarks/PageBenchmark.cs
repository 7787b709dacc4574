using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace OrleansAssets.Benchmarks;

/// <summary>What a page weighs and when it is first seen, in Debian's Chromium, signed in, each time as if it were the first.</summary>
internal static class PageBenchmark
{
    private const string Chromium = "/usr/bin/chromium";
    private const int Rounds = 7;

    private static readonly string[] Places = ["/", "/assets", "/assets/BTC/USDT", "/phases", "/portfolio", "/risk", "/sources", "/stop"];

    public static async Task RunAsync()
    {
        if (!File.Exists(Chromium))
        {
            Console.WriteLine($"Pages are not measured: there is no {Chromium}.");
            return;
        }

        await SiloProcess.MeasureAsync(MeasureAsync);
    }

    private static async Task MeasureAsync(string data)
    {
        var run = SiloProcess.ReadRunFile(data);
        var token = (await File.ReadAllTextAsync(Path.Combine(data, "admin.token"))).Trim();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
        });
        Console.WriteLine($"{Rounds} visits of each page in a new profile; the aim is a first paint within a second");
        Console.WriteLine("page                first paint median / most ms   requests   KiB");
        foreach (var place in Places)
        {
            var (paints, requests, kilobytes) = (new List<double>(), 0, 0.0);
            for (var round = 0; round < Rounds; round++)
            {
                (var paint, requests, kilobytes) = await VisitAsync(browser, run.WebUrl, token, place);
                paints.Add(paint);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{place,-18}   {paints.Order().ElementAt(Rounds / 2),16:0} / {paints.Max(),6:0}   {requests,8}   {kilobytes,6:0}"));
        }
    }

    private static async Task<(double Paint, int Requests, double Kilobytes)> VisitAsync(
        IBrowser browser, string site, string token, string place)
    {
        await using var context = await browser.NewContextAsync();
        await context.APIRequest.PostAsync(
            $"{site}/api/v1/session", new APIRequestContextOptions { DataObject = new { token } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site}{place}", new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        var told = await page.EvaluateAsync<JsonElement>("""
            async () => {
                const paint = await new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime))
                    .observe({ type: 'paint', buffered: true }));
                const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
                return { paint, requests: all.length, bytes: all.reduce((sum, one) => sum + one.transferSize, 0) };
            }
            """);
        return (
            told.GetProperty("paint").GetDouble(), told.GetProperty("requests").GetInt32(), told.GetProperty("bytes").GetDouble() / 1024);
    }
}
