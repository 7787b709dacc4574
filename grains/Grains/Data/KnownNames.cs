using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Grains.Data;

/// <summary>Finds what a question names; what the configuration lacks is told with the names that are near.</summary>
internal sealed class KnownNames(AssetsConfiguration configuration)
{
    public AssetDefinition Asset(string id) => configuration.FindAsset(id)
        ?? throw UnknownId.Of("asset", id, configuration.Assets.Select(asset => asset.Id));

    /// <summary>An asset or a conversion pair.</summary>
    public AssetDefinition Instrument(string id) => configuration.FindInstrument(id)
        ?? throw UnknownId.Of("asset", id, configuration.Instruments.Select(asset => asset.Id));

    /// <summary>Likewise, of many.</summary>
    public IReadOnlyCollection<AssetDefinition> Instruments(ImmutableArray<string> ids)
    {
        var all = configuration.Instruments.ToDictionary(asset => asset.Id, StringComparer.Ordinal);
        return [.. ids.Distinct(StringComparer.Ordinal).Select(id => all.TryGetValue(id, out var found) ? found : Instrument(id))];
    }

    public void RequireAsset(string? id)
    {
        if (id is not null)
        {
            Asset(id);
        }
    }

    public void RequireClass(string? id)
    {
        if (id is not null && configuration.FindClass(id) is null)
        {
            throw UnknownId.Of("asset class", id, configuration.Classes.Select(known => known.Id));
        }
    }

    /// <summary>A watched account as the configuration writes it, also where its sign was left out; null for none.</summary>
    public string? Account(string? account)
    {
        if (account is null)
        {
            return null;
        }

        var watched = configuration.Assets.SelectMany(asset => asset.Risk.Rules.WatchedAccounts).Distinct(StringComparer.Ordinal);
        return watched.FirstOrDefault(known => known.TrimStart('@').Equals(account.TrimStart('@'), StringComparison.OrdinalIgnoreCase))
            ?? throw UnknownId.Of("watched account", account, watched);
    }

    public static void RequireIndicator(AssetDefinition asset, string indicator)
    {
        var names = asset.LeadingIndicators.Select(known => known.Name);
        if (!names.Contains(indicator, StringComparer.Ordinal))
        {
            throw UnknownId.Of($"indicator of {asset.Id}", indicator, names);
        }
    }
}
