using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Cluster;

/// <summary>One place in a cluster: a data directory and ports, and the processes that took the place one after another.</summary>
internal sealed class ClusterSilo(string connectionString, HttpClient http, string[] more) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DataDirectory _data = new();
    private readonly List<SiloProcess> _lives = [];
    private (int Web, int Gateway, int Silo) _ports;
    private long _launched;

    public SiloProcess Process => _lives[^1];

    public int SiloPort => _ports.Silo;

    public int GatewayPort => _ports.Gateway;

    /// <summary>What readiness said while it was false since the launch, the newest last.</summary>
    public List<string> WaitedFor { get; } = [];

    public IEnumerable<string> Logs => _lives.Select(life => life.Log);

    /// <summary>Starts a process and returns at once.</summary>
    public void Launch(bool otherPorts)
    {
        if (otherPorts || _lives.Count == 0)
        {
            _ports = FreePorts();
        }

        string[] ports =
        [
            "--port", Text(_ports.Web), "--gateway-port", Text(_ports.Gateway), "--silo-port", Text(_ports.Silo), "--cluster", .. more,
        ];
        WaitedFor.Clear();
        _launched = Stopwatch.GetTimestamp();
        _lives.Add(SiloProcess.LaunchWith(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__assets"] = connectionString },
            _data.Path, ports));
    }

    /// <summary>Waits until it is ready, and says how long that took since its launch.</summary>
    public async Task<TimeSpan> WhenReadyAsync()
    {
        await Poll.UntilAsync(
            async () => await StatusAsync() == HttpStatusCode.OK, Patience, () => $"{WaitedFor.LastOrDefault()}\n{Process.Log}");
        return Stopwatch.GetElapsedTime(_launched);
    }

    /// <summary>The answer of <c>/health/ready</c>; null where nobody answers.</summary>
    public async Task<HttpStatusCode?> StatusAsync()
    {
        if (Process.HasExited)
        {
            throw new InvalidOperationException($"The silo ended with code {Process.ExitCode}. Its log:\n{Process.Log}");
        }

        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_ports.Web}/health/ready"));
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                var checks = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("checks");
                WaitedFor.Add(string.Join(" ", checks.EnumerateObject().Select(check => check.Value[1].GetString())));
            }

            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null; // Nobody listens, or nobody answers in time.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives.Where(life => !life.HasExited))
        {
            await life.KillAsync(); // It may be frozen; a stop in good order is what the tests of it do.
        }

        foreach (var life in _lives)
        {
            await life.DisposeAsync();
        }

        _data.Dispose();
    }

    private static (int Web, int Gateway, int Silo) FreePorts()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            var ports = Array.ConvertAll(listeners, listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            });
            return (ports[0], ports[1], ports[2]);
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
