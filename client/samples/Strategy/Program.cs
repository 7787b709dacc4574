using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansAssets.Client;
using OrleansAssets.Samples.Strategy;

// Settings come as --gateway, --token, --asset and so on, or as variables: STRATEGY_TOKEN keeps the token off the command line.
var builder = Host.CreateApplicationBuilder(args);
builder.Configuration.AddEnvironmentVariables("STRATEGY_").AddCommandLine(args);
var settings = StrategySettings.Read(builder.Configuration);
builder.AddOrleansAssetsClient(options =>
{
    options.Gateway = IPEndPoint.Parse(settings.Gateway);
    options.Token = settings.Token;
    options.Certificates = settings.Certificates;
    options.ConnectTimeoutSeconds = 60; // it may start before its silo
});
builder.Services.AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton<PaperBroker>().AddHostedService<MeanReversion>();
await builder.Build().RunAsync();
