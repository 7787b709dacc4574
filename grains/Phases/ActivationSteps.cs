using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>The steps of an activation, in order. Each may run twice without harm.</summary>
internal sealed class ActivationSteps(IRegistryStore registry)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Classes first, as an asset trades only with its class; the log last, as it states what is done.</summary>
    public async Task RunAsync(IGrainFactory grains, PhaseDefinition definition, PhaseState state, PhaseActivation activation)
    {
        foreach (var classId in definition.Classes)
        {
            await grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId)).SetEnabledAsync(true, definition.Id);
        }

        foreach (var assetId in definition.Assets)
        {
            await grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).SetEnabledAsync(true, definition.Id);
        }

        await LogAsync(state, activation);
    }

    /// <summary>Appends to the log, once for an activation however often it is called.</summary>
    public Task LogAsync(PhaseState state, PhaseActivation activation) => registry.LogActivationAsync(
        new ActivationLogEntry(
            activation.Id,
            state.Definition?.Id ?? throw new ArgumentException("The phase is not configured.", nameof(state)),
            "activated",
            activation.At,
            activation.By,
            activation.Notes,
            activation.Evidence is null ? "{}" : JsonSerializer.Serialize(activation.Evidence, Json)),
        CancellationToken.None);
}
