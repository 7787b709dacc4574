namespace Refit;

/// <summary>The name of a parameter on the wire, where it differs from that in the code.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public class AliasAsAttribute(string name) : Attribute
{
    /// <summary>The name on the wire.</summary>
    public string Name { get; protected set; } = name;
}
