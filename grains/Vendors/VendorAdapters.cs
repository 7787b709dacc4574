using System.Collections.Frozen;

namespace OrleansAssets.Grains.Vendors;

/// <summary>The adapters of this version by source id.</summary>
/// <exception cref="ArgumentException">Two adapters serve one source.</exception>
internal sealed class VendorAdapters(IEnumerable<IVendorAdapter> adapters)
{
    private readonly FrozenDictionary<string, IVendorAdapter> _bySource = adapters
        .ToDictionary(adapter => adapter.SourceId, StringComparer.Ordinal)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The adapter of a source, null where this version has none.</summary>
    public IVendorAdapter? Find(string sourceId) => _bySource.GetValueOrDefault(sourceId);
}
