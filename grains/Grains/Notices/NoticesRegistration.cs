using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Grains.DataSources;

namespace OrleansAssets.Grains.Notices;

/// <summary>What the grain of notices needs beside the stores; who speaks with the world is registered by the host.</summary>
internal static class NoticesRegistration
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(_ => new RetryJitter());
        services.TryAddSingleton<NoticeMetrics>();
        services.TryAddTransient<NoticeCourier>();
        services.TryAddTransient<NoticeWatch>();
        return services;
    }
}
