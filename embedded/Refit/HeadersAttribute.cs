namespace Refit;

/// <summary>Fixed headers, each <c>Name: value</c>; a name alone takes away what an outer level set.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Interface)]
public class HeadersAttribute(params string[] headers) : Attribute
{
    /// <summary>The headers as written.</summary>
    public string[] Headers { get; } = headers ?? [];
}
