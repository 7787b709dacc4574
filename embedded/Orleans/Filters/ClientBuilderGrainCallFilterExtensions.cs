using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Filters of a client; they run in the order of registration.</summary>
public static class ClientBuilderGrainCallFilterExtensions
{
    /// <summary>Adds a filter.</summary>
    public static IClientBuilder AddOutgoingGrainCallFilter(this IClientBuilder builder, IOutgoingGrainCallFilter filter) =>
        builder.ConfigureServices(s => s.AddSingleton(filter));

    /// <summary>Adds a filter made by the services.</summary>
    public static IClientBuilder AddOutgoingGrainCallFilter<TImplementation>(this IClientBuilder builder)
        where TImplementation : class, IOutgoingGrainCallFilter =>
        builder.ConfigureServices(s => s.AddSingleton<IOutgoingGrainCallFilter, TImplementation>());

    /// <summary>Adds a filter as a function.</summary>
    public static IClientBuilder AddOutgoingGrainCallFilter(this IClientBuilder builder, OutgoingGrainCallFilterDelegate filter) =>
        builder.AddOutgoingGrainCallFilter(new FunctionFilter(null, filter));
}
