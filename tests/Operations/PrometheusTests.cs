using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Telemetry;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Operations;

/// <summary>Prometheus itself over a running silo: it reads what is served, and answers what dashboards and alerts ask.</summary>
[Collection(ObservedSilo.Collection)]
public sealed class PrometheusTests(ObservedSilo silo) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [ProgramFact("prometheus", "prometheus")]
    public async Task Scrape_OfARunningSilo_AnswersEveryPanelAndLoadsEveryAlert()
    {
        var port = FreePort();
        using var process = Start(port);
        try
        {
            using var web = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Poll.UntilAsync(
                async () => await ResultsAsync(web, "up") is [{ } up] && ValueOf(up) == "1", Patience, () => "Nothing was scraped.");

            // Silos of other tests share the process, and so the exporter.
            Assert.Equal("1", ValueOf(Assert.Single(await ResultsAsync(web, "assets_silo_ready{otel_scope_observed=\"true\"}"))));
            Assert.NotEmpty(await ResultsAsync(web, "assets_portfolio_equity{portfolio=\"main\",money=\"real\"} > 0"));
            foreach (var query in Dashboards.Queries.Where(query => !query.IsSql))
            {
                await ResultsAsync(web, Dashboards.Expand(query)); // an expression that cannot be answered throws
            }

            var rules = await web.GetStringAsync(new Uri("/api/v1/rules?type=alert", UriKind.Relative));
            Assert.Contains("AssetsPortfolioHalted", rules, StringComparison.Ordinal);
            Assert.DoesNotContain("\"health\":\"err\"", rules, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private Process Start(int port)
    {
        var configuration = Path.Combine(_directory.Path, "prometheus.yml");
        File.WriteAllLines(configuration,
        [
            "global: { scrape_interval: 1s, evaluation_interval: 1s }",
            $"rule_files: ['{RepositoryFiles.PathOf("ops", "prometheus", "rules")}/*.yml']",
            "scrape_configs:",
            "  - job_name: orleans-assets",
            $"    static_configs: [{{ targets: ['{silo.WebAddress.Authority}'] }}]",
        ]);
        return Process.Start(new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={_directory.Path}/data", $"--web.listen-address=127.0.0.1:{port}",
                "--log.level=error",
            ]))!; // null only for shell execution
    }

    private static async Task<JsonElement[]> ResultsAsync(HttpClient web, string expression)
    {
        try
        {
            var answer = await web.GetAsync(new Uri($"/api/v1/query?query={Uri.EscapeDataString(expression)}", UriKind.Relative));
            var text = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable && expression == "up" ? [] // it is starting
                : answer.IsSuccessStatusCode
                ? [.. JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").EnumerateArray()]
                : throw new InvalidOperationException($"{expression}: {text}");
        }
        catch (HttpRequestException) when (expression == "up")
        {
            return []; // it does not listen yet
        }
    }

    private static string? ValueOf(JsonElement result) => result.GetProperty("value")[1].GetString();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
