namespace Refit;

/// <summary>Says that a parameter goes into the query, and how it is written.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public class QueryAttribute : Attribute
{
    /// <summary>A .NET format string for the value; null for the default.</summary>
    public string? Format { get; set; }
}
