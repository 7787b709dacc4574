using Orleans;
using Orleans.Runtime;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain;
using OrleansAssets.Domain.AssetClasses;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.AssetClasses;

/// <summary>One class of assets.</summary>
internal sealed class AssetClassGrain(
    [PersistentState(StateNames.AssetClass)] IPersistentState<AssetClassState> storage,
    AssetsConfiguration configuration,
    IRegistryStore registry,
    TimeProvider clock) : Grain, IAssetClassGrain, IAssetClassInnerGrain
{
    private readonly Stored<AssetClassState> _state = new(storage);

    private string ClassId => Keys.IdOf(this.GetPrimaryKeyString());

    public Task<AssetClassView> GetAsync() => Task.FromResult(View());

    public async Task ConfigureAsync(AssetClassDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Id != ClassId)
        {
            throw new InvalidRequestException($"The definition of class '{definition.Id}' was sent to class '{ClassId}'.");
        }

        var current = _state.Value;
        var next = current with
        {
            Definition = definition,
            Flag = EnabledFlag.Configure(current.Flag, definition.Enabled, clock.GetUtcNow()),
        };
        if (current != next)
        {
            await _state.WriteAsync(next);
        }

        await RegisterAsync();
    }

    public async Task<AssetClassView> SetEnabledAsync(bool enabled, string by)
    {
        var (_, flag) = Known();
        var next = EnabledFlag.Set(flag, enabled, by, clock.GetUtcNow());
        if (next != flag)
        {
            await _state.WriteAsync(_state.Value with { Flag = next });
        }

        await RegisterAsync();
        return View();
    }

    public async Task<AssetClassView> SetModeAsync(TradingMode mode, string by, string? reason)
    {
        Known();
        var next = AssetClassRules.SetMode(_state.Value, mode, by, reason);
        if (next != _state.Value)
        {
            await _state.WriteAsync(next);
        }

        return View();
    }

    // Also where nothing changed: it heals a registry row that an earlier failure left behind.
    private Task RegisterAsync()
    {
        var (definition, flag) = Known();
        return registry.UpsertClassAsync(definition, flag.Enabled, CancellationToken.None);
    }

    private AssetClassView View()
    {
        var (definition, flag) = Known();
        return new AssetClassView(definition, flag.Enabled, flag.By, flag.ChangedAt, _state.Value.Mode, _state.Value.ModeReason);
    }

    private (AssetClassDefinition Definition, EnabledFlag Flag) Known() =>
        _state.Value is { Definition: { } definition, Flag: { } flag }
            ? (definition, flag)
            : throw UnknownId.Of("asset class", ClassId, configuration.Classes.Select(known => known.Id));
}
