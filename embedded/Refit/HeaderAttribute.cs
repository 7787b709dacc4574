namespace Refit;

/// <summary>A header whose value is the argument; null leaves it out.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class HeaderAttribute(string header) : Attribute
{
    /// <summary>The header's name.</summary>
    public string Header { get; } = header;
}
