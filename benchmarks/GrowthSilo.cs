using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Logging;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// The silo that <see cref="GrowthBenchmark"/> launches: the product's host, with as many assets as told and with vendors in memory. It
/// runs until it is told to stop.
/// </summary>
internal static class GrowthSilo
{
    /// <summary>What this program is told to become it.</summary>
    public const string Command = "growth-silo";

    /// <summary>What it writes, with the seconds behind, once every asset was asked for.</summary>
    public const string RoundWords = "All assets collected in seconds:";

    public static async Task RunAsync(int assets, string data)
    {
        Directory.CreateDirectory(data);
        var options = new SiloOptions(
            ShippedConfiguration.Root, data, ShippedConfiguration.Directory, IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false,
            Environment.GetEnvironmentVariable(SiloOptions.ConnectionVariable)).WithFreePorts();
        var calls = new CallCount(assets);
        using var loggers = LoggerFactory.Create(logging => logging.AddAssetsConsole());
        await using var database = await AssetsDatabase.OpenAsync(options, loggers, CancellationToken.None);
        await using var app = SiloHost.Build(options, GrownConfiguration.Of(assets), database, builder => ReplaceVendors(builder, calls));
        var running = app.RunAsync();
        if (await Task.WhenAny(calls.Done, running) == calls.Done)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{RoundWords} {calls.SecondsFromFirstToLast:0.000}"));
        }

        await running;
    }

    private static void ReplaceVendors(IHostApplicationBuilder builder, CallCount calls)
    {
        foreach (var source in GrownConfiguration.PriceSources)
        {
            builder.Services.RemoveAllKeyed<IVendorAdapter>(source)
                .AddKeyedSingleton<IVendorAdapter>(source, new CountedQuotes(source, calls));
        }
    }
}
