using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Catalogue;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Phases.Steps;

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
        services.TryAddSingleton<FlagsReader>();
        services.TryAddSingleton<PhasePlanner>();
        services.TryAddSingleton<PhaseJournal>();
        services.TryAddSingleton<PhaseMetrics>();
        services.TryAddSingleton<OwnClasses>();
        services.TryAddSingleton<PhaseSteps>();
        services.TryAddSingleton<PhaseServices>();
        services.AddSingleton<IPhaseStep, VerifyEvidenceStep>();
        services.AddSingleton<IPhaseStep, EnableClassesStep>();
        services.AddSingleton<IPhaseStep, EnableAssetsStep>();
        services.AddSingleton(Feeds(StepNames.StartFeeds));
        services.AddSingleton(Feeds(StepNames.StopFeeds));
        services.AddSingleton<IPhaseStep, RegistryStep>();
        services.AddSingleton<IPhaseStep, ConfigurationFileStep>();
        services.AddSingleton<IPhaseStep, AuditStep>();
        services.AddSingleton<IPhaseStep, ReduceOnlyStep>();
        services.AddSingleton<IPhaseStep, AwaitFlatStep>();
        services.AddSingleton<IPhaseStep, DisableAssetsStep>();
        services.AddSingleton<IPhaseStep, DisableClassesStep>();
        return services;
    }

    private static Func<IServiceProvider, IPhaseStep> Feeds(string name) => services => new FeedsStep(
        name, services.GetRequiredService<AssetsConfiguration>(), services.GetRequiredService<ISourceDirectory>());
}
