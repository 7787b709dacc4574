using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Sandbox;
using OrleansAssets.Vendors;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Oanda;

namespace OrleansAssets.Tests.Vendors;

/// <summary>The product's own registration of the vendors, pointed at a server of the test.</summary>
internal sealed class VendorSetup : IAsyncDisposable, IVendorEndpoints
{
    public const string KeyId = "AKTESTKEYIDENTIFIER";
    public const string SecretKey = "s3cretOfTheTest+/=";

    private readonly ServiceProvider _services;

    private VendorSetup(LoopbackServer server, string path, FakeTimeProvider clock, VendorHttpOptions options, string mode)
    {
        (Server, Clock, Mode) = (server, clock, mode);
        BaseAddress = new Uri(server.Address, path);
        _services = new ServiceCollection()
            .AddSingleton<IVendorEndpoints>(this)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(options)
            .AddVendors()
            .AddMetrics()
            .AddSingleton<CollectionMetrics>()
            .AddSingleton<VendorCalls>()
            .BuildServiceProvider();
    }

    public LoopbackServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public string Mode { get; }

    public Uri BaseAddress { get; set; }

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal)
    {
        ["ALPACA_API_KEY"] = KeyId,
        ["ALPACA_SECRET_KEY"] = SecretKey,
        ["POLYGON_API_KEY"] = SecretKey,
        ["ALPHA_VANTAGE_KEY"] = SecretKey,
        ["OANDA_API_KEY"] = SecretKey,
        ["OANDA_ACCOUNT_ID"] = "101-001-1234567-001",
        ["UNUSUAL_WHALES_API_KEY"] = SecretKey,
        ["GLASSNODE_API_KEY"] = SecretKey,
        ["ETHERSCAN_API_KEY"] = SecretKey,
        ["EIA_API_KEY"] = SecretKey,
        ["FRED_API_KEY"] = SecretKey,
        ["REDDIT_CLIENT_ID"] = KeyId,
        ["REDDIT_SECRET"] = SecretKey,
        ["TWITTER_BEARER_TOKEN"] = SecretKey,
    };

    public BinanceAdapter Binance => Adapter<BinanceAdapter>(BinanceVendor.Id);

    public AlpacaAdapter Alpaca => Adapter<AlpacaAdapter>(AlpacaVendor.Id);

    /// <summary>A vendor whose every reply the test writes.</summary>
    public static async Task<VendorSetup> WithServerAsync(
        RequestDelegate answer, VendorHttpOptions? options = null, DateTimeOffset? now = null)
        => new(await LoopbackServer.StartAsync(answer), "/", ClockAt(now), options ?? new VendorHttpOptions(), "live");

    /// <summary>The sandbox at a time of the test.</summary>
    /// <param name="between">What stands between the adapter and the sandbox.</param>
    public static async Task<VendorSetup> WithSandboxAsync(
        string sourceId, DateTimeOffset now, SandboxOptions? options = null, Func<HttpContext, RequestDelegate, Task>? between = null)
    {
        var clock = ClockAt(now);
        var server = await LoopbackServer.StartAsync(
            app =>
            {
                if (between is not null)
                {
                    app.Use(between);
                }

                app.MapSandbox(options);
            },
            clock);
        return new VendorSetup(server, $"/sandbox/{sourceId}", clock, new VendorHttpOptions(), "sandbox");
    }

    /// <summary>A page as a data source asks for it: bounded in time.</summary>
    public Task<VendorReply<T>> CallAsync<T>(FeedId feed, Func<CancellationToken, Task<VendorReply<T>>> call)
        where T : class => _services.GetRequiredService<VendorCalls>().CallAsync(feed, call, CancellationToken.None);

    public T Adapter<T>(string sourceId)
        where T : IVendorAdapter => (T)_services.GetRequiredKeyedService<IVendorAdapter>(sourceId);

    public Uri BaseAddressOf(string sourceId) => BaseAddress;

    public Uri? StreamAddressOf(string sourceId) => sourceId == OandaVendor.Id
        ? BaseAddress
        : new UriBuilder(new Uri(Server.Address, $"/sandbox/{sourceId}/stream")) { Scheme = "ws" }.Uri;

    public IQuoteStream Stream(string sourceId) => _services.GetRequiredKeyedService<IQuoteStream>(sourceId);

    public string? Secret(string variable) => Secrets.GetValueOrDefault(variable);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static FakeTimeProvider ClockAt(DateTimeOffset? now) => new(now ?? new DateTimeOffset(2025, 3, 14, 12, 0, 0, TimeSpan.Zero));
}
