using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
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

    /// <summary>A source of quotes of an asset; null for all.</summary>
    public static void RequireQuoting(AssetDefinition asset, string? sourceId)
    {
        var sources = asset.Symbols.Select(symbol => symbol.SourceId);
        if (sourceId is not null && !sources.Contains(sourceId, StringComparer.Ordinal))
        {
            throw UnknownId.Of($"source of quotes of {asset.Id}", sourceId, sources);
        }
    }

    /// <summary>A source from which candles of an asset may be; null for any.</summary>
    public void RequireSource(AssetDefinition asset, string? sourceId)
    {
        var sources = PriceReads.SourcesOf(asset).Concat(configuration.Sources.Select(source => source.Id))
            .Distinct(StringComparer.Ordinal);
        if (sourceId is not null && !sources.Contains(sourceId, StringComparer.Ordinal))
        {
            throw UnknownId.Of("source", sourceId, sources);
        }
    }

    /// <summary>An interval over which a source is asked for moods; null for any.</summary>
    public void RequireLookback(int? minutes)
    {
        var known = configuration.Sources.SelectMany(source => source.Datasets)
            .Where(schedule => schedule.Kind == DatasetKind.Sentiment).Select(schedule => schedule.LookbackMinutes).Distinct().Order();
        if (minutes is { } asked && !known.Contains(asked))
        {
            throw UnknownId.Of(
                "look-back in minutes", asked.ToString(CultureInfo.InvariantCulture),
                known.Select(one => one.ToString(CultureInfo.InvariantCulture)));
        }
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
