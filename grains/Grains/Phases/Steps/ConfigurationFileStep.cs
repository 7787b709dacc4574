using System.Collections.Immutable;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Rewrites the enabled flags in the configuration file, where the silo owns it.</summary>
internal sealed class ConfigurationFileStep(IConfigurationFile file, OwnClasses own) : IPhaseStep
{
    public string Name => StepNames.ConfigurationFile;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        if (!file.IsOwned)
        {
            return StepOutcome.Ok;
        }

        ImmutableArray<string> classes = context.IsActivation
            ? context.Definition.Classes
            : await own.OfAsync(context.Grains, context.Definition);
        var fault = await file.WriteAsync(Flags(context.Definition, classes, context.IsActivation), CancellationToken.None);
        return fault is null ? StepOutcome.Ok : new StepOutcome.Failed(fault);
    }

    public async Task<StepOutcome> UndoAsync(StepContext context)
    {
        if (!file.IsOwned || context.Saga.FileBefore.IsEmpty)
        {
            return StepOutcome.Ok;
        }

        // A file that cannot be rewritten was not rewritten before either, unless someone broke it meanwhile: then it is theirs to mend.
        _ = await file.WriteAsync(context.Saga.FileBefore, CancellationToken.None);
        return StepOutcome.Ok;
    }

    public static ImmutableArray<FileFlag> Flags(PhaseDefinition phase, ImmutableArray<string> classes, bool enabled) =>
    [
        .. classes.Select(id => new FileFlag(CatalogueRules.ClassKind, id, enabled)),
        .. phase.Assets.Select(id => new FileFlag(CatalogueRules.AssetKind, id, enabled)),
    ];
}
