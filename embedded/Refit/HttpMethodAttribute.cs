namespace Refit;

/// <summary>Marks a method of a client interface as one HTTP request.</summary>
/// <param name="path">Path below the client's base address; starts with '/', <c>{name}</c> stands for the parameter of that name.</param>
public abstract class HttpMethodAttribute(string path) : Attribute
{
    /// <summary>The request's method.</summary>
    public abstract HttpMethod Method { get; }

    /// <summary>The path as written.</summary>
    public virtual string Path { get; protected set; } = path;
}
