using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Hosting;

static class ClockServices
{
    /// <summary>One clock for all, unless the host has another, or another for some area.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (s, _) => s.GetRequiredService<TimeProvider>());
    }
}
