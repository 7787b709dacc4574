using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansAssets.Grains.Streams;

/// <summary>Registers what the grains of streams need.</summary>
public static class StreamsRegistration
{
    /// <summary>
    /// Needs beside it: what <see cref="DataSources.DataSourcesRegistration"/> adds, and an <c>IQuoteStream</c> for each vendor that
    /// pushes.
    /// </summary>
    public static IServiceCollection AddQuoteStreams(this IServiceCollection services)
    {
        services.TryAddSingleton<StreamServices>();
        services.AddSingleton<StreamConnections>().AddHostedService(provider => provider.GetRequiredService<StreamConnections>());
        services.AddHostedService<StreamKeeper>();
        return services;
    }
}
