using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;

namespace OrleansAssets.Grains.Phases;

/// <summary>What phase grains need. Who owns the configuration file and who is notified may be registered before.</summary>
internal static class PhasesRegistration
{
    public static IServiceCollection AddPhases(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<IConfigurationFile, ForeignConfigurationFile>();
        services.TryAddSingleton<INoticeSender, NoNotices>();
        services.TryAddSingleton(_ => new RetryJitter());
        services.TryAddSingleton<CoverageReader>();
        services.TryAddSingleton<EvidenceReader>();
        services.TryAddSingleton<PhaseMetrics>();
        services.TryAddSingleton<PhaseEffects>();
        services.TryAddSingleton<PhaseAssessment>();
        services.TryAddSingleton<PhaseOperations>();
        services.TryAddSingleton<PhaseEventPost>();
        services.AddSingleton<IPhaseSteps, ActivationSteps>();
        services.AddSingleton<IPhaseSteps, DeactivationSteps>();
        return services;
    }
}
