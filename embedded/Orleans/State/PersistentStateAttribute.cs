namespace Orleans.Runtime;

/// <summary>Names the state and its provider on a constructor parameter <see cref="IPersistentState{TState}"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The name of the state.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The name of the provider; null for the default one.</summary>
    public string? StorageName { get; } = storageName;
}
