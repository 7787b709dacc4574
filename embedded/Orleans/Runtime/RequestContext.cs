using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that travel with a chain of calls.</summary>
public static class RequestContext
{
    static readonly AsyncLocal<RequestContextValues?> Values = new();

    /// <summary>Marks the chain whose calls may re-enter; empty when there is none.</summary>
    public static Guid ReentrancyId
    {
        get => Values.Value?.ReentrancyId ?? Guid.Empty;
        set => Values.Value = (Values.Value ?? RequestContextValues.Empty) with { ReentrancyId = value };
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => Items.Keys;

    /// <summary>Names and values.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Items;

    static ImmutableDictionary<string, object> Items => (Values.Value ?? RequestContextValues.Empty).Items;

    /// <summary>Until disposal, calls made from here may re-enter this activation.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        var entered = original == Guid.Empty ? Guid.NewGuid() : original;
        ReentrancyId = entered;
        return new(original, entered);
    }

    /// <summary>Until disposal, calls made from here may not re-enter.</summary>
    public static ReentrancySection SuppressCallChainReentrancy()
    {
        var original = ReentrancyId;
        ReentrancyId = Guid.Empty;
        return new(original, Guid.Empty);
    }

    /// <summary>The value of this name; null when there is none.</summary>
    public static object? Get(string key) => Items.GetValueOrDefault(key);

    /// <summary>Sets a value for the calls made from here.</summary>
    public static void Set(string key, object value)
    {
        var values = Values.Value ?? RequestContextValues.Empty;
        Values.Value = values with { Items = values.Items.SetItem(key, value) };
    }

    /// <summary>Removes a value; false when there was none.</summary>
    public static bool Remove(string key)
    {
        var values = Values.Value ?? RequestContextValues.Empty;
        if (!values.Items.ContainsKey(key)) return false;

        Values.Value = values with { Items = values.Items.Remove(key) };
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear() => Values.Value = null;

    internal static RequestContextValues? Export() => Values.Value;

    internal static void Import(RequestContextValues? values) => Values.Value = values;

    /// <summary>A stretch of code with its own rule of re-entry.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        readonly Guid _original;
        readonly Guid _entered;
        readonly Activation? _activation;

        /// <summary>Enters the section on the current activation.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _entered = newReentrancyId;
            _activation = RuntimeContext.Current;
            if (newReentrancyId != Guid.Empty) _activation?.Queue.EnterSection(newReentrancyId);
        }

        /// <summary>Leaves the section.</summary>
        public void Dispose()
        {
            if (_entered != Guid.Empty) _activation?.Queue.LeaveSection(_entered);
            ReentrancyId = _original;
        }
    }
}
