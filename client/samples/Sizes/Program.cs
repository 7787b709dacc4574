using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansAssets.Assets;
using OrleansAssets.Client;

var builder = Host.CreateApplicationBuilder(args);
builder.AddOrleansAssetsClient(options =>
{
    options.Gateway = IPEndPoint.Parse("127.0.0.1:30000");
    options.Token = Environment.GetEnvironmentVariable("ASSETS_TOKEN");
});
using var host = builder.Build();
await host.StartAsync();

var assets = host.Services.GetRequiredService<OrleansAssetsClient>();
var size = await assets.Asset("NVDA").SizeAsync(new SizeRequest(PortfolioValue: 10_000m, Price: null));
var readiness = await assets.Phase("phase_1_stocks").EvaluateAsync();
Console.WriteLine($"{size.Notional:N0} USD because of {size.BindingRule}; phase 1: {readiness.Verdict}");
await host.StopAsync();
