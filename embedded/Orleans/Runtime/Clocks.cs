using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>The clocks of the engine's areas; each is the host's <see cref="TimeProvider"/> unless its key is registered.</summary>
sealed class Clocks(IServiceProvider services)
{
    /// <summary>Grain timers.</summary>
    internal TimeProvider Grains { get; } = services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Grains);

    /// <summary>Idle collection, activation and deactivation timeouts.</summary>
    internal TimeProvider Activations { get; } = services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.ActivationManagement);

    /// <summary>Response timeouts.</summary>
    internal TimeProvider Messaging { get; } = services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Messaging);
}
