using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Grains.Phases;

/// <summary>What phase grains need. Who owns the configuration file may be registered before.</summary>
internal static class PhasesRegistration
{
    public static IServiceCollection AddPhases(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<IConfigurationFile, ForeignConfigurationFile>();
        services.TryAddSingleton<CoverageReader>();
        services.TryAddSingleton<EvidenceReader>();
        services.TryAddSingleton<PhaseMetrics>();
        services.TryAddSingleton<PhaseEffects>();
        services.TryAddSingleton<PhaseAssessment>();
        services.TryAddSingleton<PhaseOperations>();
        services.TryAddSingleton<PhaseEventPost>();
        services.TryAddSingleton<PhaseServices>();
        services.AddSingleton<IPhaseSteps, ActivationSteps>();
        services.AddSingleton<IPhaseSteps, DeactivationSteps>();
        return services;
    }
}
