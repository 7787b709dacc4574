using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansAssets.Vendors;

/// <summary>The adapters of this version by source id.</summary>
public sealed class VendorAdapters(IEnumerable<IVendorAdapter> adapters)
{
    private readonly FrozenDictionary<string, IVendorAdapter> _bySource =
        adapters.ToFrozenDictionary(adapter => adapter.SourceId, StringComparer.Ordinal);

    /// <summary>Takes the adapters from their registrations, whatever their keys.</summary>
    public static VendorAdapters Of(IServiceProvider services) => new(services.GetKeyedServices<IVendorAdapter>(KeyedService.AnyKey));

    /// <summary>The adapter of a source, null where this version has none.</summary>
    public IVendorAdapter? Find(string sourceId) => _bySource.GetValueOrDefault(sourceId);

    /// <summary>What a call to a source costs in units of its budget.</summary>
    public int UnitsPerCall(string sourceId) => Find(sourceId)?.UnitsPerCall ?? 1;
}
