using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Npgsql;
using OrleansAssets.Client.Certificates;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.Cluster;

/// <summary>Two silo processes on one database, and what may be done to them. One cluster at a time: they measure time.</summary>
[CollectionDefinition(Collection, DisableParallelization = true)]
public sealed class ClusterCollection
{
    public const string Collection = "cluster";
}

/// <summary>Several silos, each a process of its own, on one database of the test run's server.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const int Dead = 6;

    /// <summary>Some reminders tick each minute, and silos store twice a minute which did.</summary>
    private static readonly TimeSpan TickPatience = TimeSpan.FromSeconds(120);

    private readonly PostgresFixture _postgres = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<ConnectedClient> _clients = [];

    public ImmutableArray<ClusterSilo> Silos { get; private set; } = [];

    public NpgsqlDataSource Database => _postgres.DataSource;

    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>By which the silos know clients; null where they ask for none.</summary>
    public CertificateFiles? Certificates { get; set; }

    /// <summary>How many rounds a scenario has: so many in the suite, more where <c>tests/cluster.sh</c> says so.</summary>
    public static int Rounds(int inSuite) =>
        int.Parse(Environment.GetEnvironmentVariable("ASSETS_CLUSTER_ROUNDS") ?? $"{inSuite}", CultureInfo.InvariantCulture);

    /// <summary>Two silos, both ready.</summary>
    /// <param name="more">Further options of each silo; <c>{silo}</c> in one stands for its number.</param>
    public static async Task<SiloCluster> StartAsync(params string[] more)
    {
        var cluster = new SiloCluster();
        await cluster._postgres.InitializeAsync();
        cluster.Silos =
        [
            .. Enumerable.Range(0, 2).Select(number => new ClusterSilo(
                cluster.ConnectionString,
                cluster._http,
                Array.ConvertAll(more, option => option.Replace("{silo}", $"{number}", StringComparison.Ordinal)))),
        ];
        foreach (var silo in cluster.Silos)
        {
            silo.Launch(otherPorts: true);
        }

        await cluster.WhenReadyAsync();
        return cluster;
    }

    /// <summary>Waits until all are ready, and says how long each took since its launch.</summary>
    public Task<TimeSpan[]> WhenReadyAsync() => Task.WhenAll(Silos.Select(silo => silo.WhenReadyAsync()));

    /// <summary>A client that finds the silos by the database.</summary>
    public Task<ConnectedClient> ConnectAsync() => ConnectAsync(null);

    /// <summary>A client of one silo's gateway, or of all.</summary>
    public async Task<ConnectedClient> ConnectAsync(ClusterSilo? silo)
    {
        // A silo of a cluster listens at the machine's own address and at loopback alike.
        var client = await ConnectedClient.ConnectAsync(options =>
        {
            options.Certificates = Certificates;
            options.Token = (silo ?? Silos[0]).Process.Token;
            options.ConnectionString = silo is null ? ConnectionString : null;
            options.Gateway = silo is null ? null : new IPEndPoint(IPAddress.Loopback, silo.GatewayPort);
        });
        _clients.Add(client);
        return client;
    }

    /// <summary>Waits until the membership table calls the silo that last took a place dead, and says how long that took.</summary>
    public Task<TimeSpan> WhenDeadAsync(ClusterSilo silo, TimeSpan patience) => Poll.UntilAsync(
        async () => (await StatusesAsync(silo)).All(status => status == Dead), patience, () => $"Port {silo.SiloPort} is not dead.");

    /// <summary>When the work of any reminder was done last, as the silos have stored it.</summary>
    public async Task<DateTimeOffset> NewestTickAsync()
    {
        var newest = (await Rows.ReadAsync(Database, "SELECT extract(epoch FROM max(ticked_at)) FROM reminder_watch")).Single();
        return newest.Length == 0
            ? DateTimeOffset.MinValue
            : DateTimeOffset.UnixEpoch.AddSeconds((double)decimal.Parse(newest, CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until the work of a reminder was done after an instant, and says when it was last.</summary>
    public async Task<DateTimeOffset> WhenTickedAsync(DateTimeOffset after)
    {
        var newest = after;
        await Poll.UntilAsync(
            async () => (newest = await NewestTickAsync()) > after, TickPatience, () => $"No reminder has ticked since {after:u}.");
        return newest;
    }

    /// <summary>Rows of the membership table that are not dead.</summary>
    public async Task<int> LivingAsync() => int.Parse(
        (await Rows.ReadAsync(Database, $"SELECT count(*) FROM orleansmembershiptable WHERE status <> {Dead}")).Single(),
        CultureInfo.InvariantCulture);

    /// <summary>Lines in any log of any life that no silo may write.</summary>
    public IEnumerable<string> Crashes() => Silos.SelectMany(silo => silo.Logs).SelectMany(log => log.Split('\n'))
        .Where(line => line.Contains("nhandled exception", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        _http.Dispose();
        await _postgres.DisposeAsync();
    }

    /// <summary>A row of the table that tests/cluster.sh prints.</summary>
    public static void Report(
        ITestOutputHelper output, string scenario, int rounds, IEnumerable<TimeSpan> times, string counts, string losses)
    {
        var sorted = times.Select(time => time.TotalSeconds).Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {scenario} | {rounds} | {sorted[0]:0.0} / {sorted[sorted.Length / 2]:0.0} / {sorted[^1]:0.0} s | {counts} | {losses} |"));
    }

    private async Task<int[]> StatusesAsync(ClusterSilo silo) => Array.ConvertAll(
        await Rows.ReadAsync(Database, $"SELECT status FROM orleansmembershiptable WHERE port = {silo.SiloPort}"),
        status => int.Parse(status, CultureInfo.InvariantCulture));
}
