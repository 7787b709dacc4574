using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace OrleansAssets.Tests.Telemetry;

/// <summary>
/// Every instrument of the product in one silo, and the labels that each was measured with. Other silos of this process have meters of
/// their own.
/// </summary>
internal sealed class MetricWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableSortedSet<string>> _labels = new(StringComparer.Ordinal);

    public MetricWatch(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name.StartsWith("OrleansAssets.", StringComparison.Ordinal))
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.Start();
    }

    public IReadOnlyDictionary<string, Instrument> Instruments => _instruments;

    /// <summary>Those of instruments that were measured.</summary>
    public IReadOnlyDictionary<string, ImmutableSortedSet<string>> Labels
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _labels;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var keys = ImmutableSortedSet<string>.Empty;
        foreach (var tag in tags)
        {
            keys = keys.Add(tag.Key);
        }

        _labels.AddOrUpdate(instrument.Name, keys, (_, known) => known.Union(keys));
    }
}
