using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Phases;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.Catalogue;

/// <summary>
/// Brings the configuration into the grains at a start. The catalogue's state is written last: an application that was broken off is done
/// whole by the next start, and one that came to its end is not done again by this program from these files.
/// </summary>
internal sealed partial class CatalogueApplication(
    AssetsConfiguration configuration, ISourceDirectory sources, IRegistryStore registry, IConfigurationStore versions,
    IGrainFactory grains, TimeProvider clock, ILogger<CatalogueApplication> log)
{
    /// <summary>Names the compiled program: another one may read the same files, or take what it read, in another way.</summary>
    private static readonly string Program = string.Join(
        ' ',
        new[] { typeof(AssetDefinition), typeof(AssetsConfiguration), typeof(VendorAdapters), typeof(CatalogueApplication) }
            .Select(type => type.Module.ModuleVersionId));

    /// <summary>Changes that the log of the silo names; the audit log has all.</summary>
    private const int ChangesTold = 5;

    public async Task ApplyAsync(Stored<CatalogueState> state)
    {
        var content = CatalogueRules.ContentOf(configuration, Program);
        if (state.Value.AppliedContent == content && await GoOnAsync(state.Value))
        {
            return;
        }

        if (await versions.NoteAsync(configuration, clock.GetUtcNow(), CancellationToken.None) is { } changes)
        {
            LogChanged(
                configuration.Hash, changes.Length,
                changes.IsEmpty ? "comments only" : string.Join(", ", changes.Take(ChangesTold).Select(change => change.Path)));
        }

        await Task.WhenAll(configuration.Classes.Select(known => InnerClass(known.Id).ConfigureAsync(known)));
        await Task.WhenAll(configuration.Assets.Select(known => InnerAsset(known.Id).ConfigureAsync(known)));
        await Task.WhenAll(configuration.Conversions.Select(known => InnerAsset(known.Id).ConfigureAsync(known.Definition)));
        await DisableVanishedAsync(state);
        var vanished = await RestoreReturnedAsync(state.Value);
        await Task.WhenAll(configuration.Phases.Select(known => InnerPhase(known.Id).ConfigureAsync(known)));
        await Task.WhenAll(configuration.Sources.Select(sources.ConfigureAsync));
        var next = CatalogueRules.Applied(configuration, content, vanished);
        if (state.Value != next)
        {
            await state.WriteAsync(next);
        }
    }

    /// <summary>
    /// Where nothing has changed: sources begin at once instead of at their next reminder, and registry rows are put right that a crash
    /// left behind their flag. False where an entry has lost its state, so that all of them are to be configured.
    /// </summary>
    private async Task<bool> GoOnAsync(CatalogueState applied)
    {
        try
        {
            await Task.WhenAll(applied.Vanished.Select(entry => SetEnabledAsync(entry, enabled: false, EnabledFlag.Configuration)));
            var registered = (await registry.GetFlagsAsync(CancellationToken.None)).ToHashSet();
            await Task.WhenAll(configuration.Classes.Select(async known =>
            {
                var view = await Class(known.Id).GetAsync();
                if (!registered.Contains(new RegisteredFlag(CatalogueRules.ClassKind, known.Id, view.Enabled)))
                {
                    await InnerClass(known.Id).ConfigureAsync(known);
                }
            }));
            await Task.WhenAll(configuration.Assets.Select(async known =>
            {
                var view = await Asset(known.Id).GetAsync();
                if (!registered.Contains(new RegisteredFlag(CatalogueRules.AssetKind, known.Id, view.Enabled)))
                {
                    await InnerAsset(known.Id).ConfigureAsync(known);
                }
            }));
            await Task.WhenAll(configuration.Conversions.Select(known => Asset(known.Id).GetAsync()));
            await Task.WhenAll(configuration.Phases.Select(known => Phase(known.Id).GetAsync()));
            await Task.WhenAll(configuration.Sources.Select(known => sources.WakeAsync(known.Id)));
            return true;
        }
        catch (NotFoundException)
        {
            return false;
        }
    }

    // What an entry was is written before it is disabled: a crash between the two must not take "disabled" for what it was.
    private async Task DisableVanishedAsync(Stored<CatalogueState> state)
    {
        var entries = state.Value.Vanished.ToBuilder();
        var now = clock.GetUtcNow();
        foreach (var id in CatalogueRules.NewlyVanished(
            state.Value, CatalogueRules.ClassKind, state.Value.Classes, configuration.Classes.Select(known => known.Id)))
        {
            var view = await Class(id).GetAsync();
            entries.Add(new VanishedEntry(CatalogueRules.ClassKind, id, view.Enabled, view.EnabledBy, now));
        }

        foreach (var id in CatalogueRules.NewlyVanished(
            state.Value, CatalogueRules.AssetKind, state.Value.Assets, configuration.Assets.Select(known => known.Id)))
        {
            var view = await Asset(id).GetAsync();
            entries.Add(new VanishedEntry(CatalogueRules.AssetKind, id, view.Enabled, view.EnabledBy, now));
        }

        if (entries.Count > state.Value.Vanished.Length)
        {
            await state.WriteAsync(state.Value with { Vanished = entries.ToImmutable() });
        }

        foreach (var entry in entries.Where(entry => !CatalogueRules.IsInFile(configuration, entry)))
        {
            await SetEnabledAsync(entry, enabled: false, EnabledFlag.Configuration);
        }
    }

    private async Task<ImmutableArray<VanishedEntry>> RestoreReturnedAsync(CatalogueState applied)
    {
        foreach (var entry in applied.Vanished.Where(entry => CatalogueRules.IsInFile(configuration, entry)))
        {
            // Where only the file had set the flag, the file that has come back sets it again by itself.
            if (entry.WasEnabledBy != EnabledFlag.Configuration)
            {
                await SetEnabledAsync(entry, entry.WasEnabled, entry.WasEnabledBy);
            }
        }

        return [.. applied.Vanished.Where(entry => !CatalogueRules.IsInFile(configuration, entry))];
    }

    private Task SetEnabledAsync(VanishedEntry entry, bool enabled, string by) => entry.Kind == CatalogueRules.ClassKind
        ? InnerClass(entry.Id).SetEnabledAsync(enabled, by)
        : Asset(entry.Id).SetEnabledAsync(enabled, by);

    private IAssetClassGrain Class(string id) => grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(id));

    private IAssetClassInnerGrain InnerClass(string id) => grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(id));

    private IAssetGrain Asset(string id) => grains.GetGrain<IAssetGrain>(Keys.Asset(id));

    private IAssetInnerGrain InnerAsset(string id) => grains.GetGrain<IAssetInnerGrain>(Keys.Asset(id));

    private IPhaseGrain Phase(string id) => grains.GetGrain<IPhaseGrain>(Keys.Phase(id));

    private IPhaseInnerGrain InnerPhase(string id) => grains.GetGrain<IPhaseInnerGrain>(Keys.Phase(id));

    [LoggerMessage(
        2502, LogLevel.Information,
        "The configuration {Hash} differs from the one before in {Count} places ({First}): 'assets audit show --stream configuration'")]
    private partial void LogChanged(string hash, int count, string first);
}
