using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.CorporateActions;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Support;

/// <summary>
/// Lets a test's client call what only the product calls: such a call is made from inside the silo, as the product makes it. All others go
/// through the gateway, as clients' calls do.
/// </summary>
internal sealed class InnerCalls(Func<InProcessTestCluster> cluster) : IOutgoingGrainCallFilter
{
    public static void Allow(InProcessTestClusterBuilder builder, Func<InProcessTestCluster> cluster) =>
        builder.ConfigureClient(client => client.AddOutgoingGrainCallFilter(new InnerCalls(cluster)));

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var request = context.Request;
        if (!InnerCallFilter.IsInner(request.GetInterfaceType()))
        {
            await context.Invoke();
            return;
        }

        var grains = cluster().GetSiloServiceProvider().GetRequiredService<IGrainFactory>();
        var arguments = context.InterfaceMethod.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken)
            ? request.GetCancellationToken()
            : request.GetArgument(parameter.Position));
        var call = (Task)context.InterfaceMethod.Invoke(
            grains.GetGrain(context.TargetId, context.InterfaceType), [.. arguments])!; // every inner method answers a task
        await call;
        context.Result = context.InterfaceMethod.ReturnType.IsGenericType ? call.GetType().GetProperty("Result")!.GetValue(call) : null;
    }
}

/// <summary>The inner methods beside those that clients have, for tests that call both.</summary>
internal static class InnerMethods
{
    public static Task ConfigureAsync(this IAssetGrain asset, AssetDefinition definition) =>
        asset.AsReference<IAssetInnerGrain>().ConfigureAsync(definition);

    public static Task RecordQuoteAsync(this IAssetGrain asset, Quote quote, string dataset) =>
        asset.AsReference<IAssetInnerGrain>().RecordQuoteAsync(quote, dataset);

    public static Task ConfigureAsync(this IDataSourceGrain source, DataSourceDefinition definition) =>
        source.AsReference<IDataSourceInnerGrain>().ConfigureAsync(definition);

    public static Task ReceiveReminder(this IDataSourceGrain source, string reminder, TickStatus status) =>
        source.AsReference<IDataSourceInnerGrain>().ReceiveReminder(reminder, status);

    public static Task<FeedOutcome> CollectAsync(this IFeedGrain feed, FeedGrant grant, CancellationToken cancellationToken = default) =>
        feed.AsReference<IFeedInnerGrain>().CollectAsync(grant, cancellationToken);

    public static Task ApplyAsync(this ICatalogueGrain catalogue) => catalogue.AsReference<ICatalogueInnerGrain>().ApplyAsync();

    public static Task<int> ApplyAsync(this ICorporateActionsGrain actions) =>
        actions.AsReference<ICorporateActionsInnerGrain>().ApplyAsync();
}
