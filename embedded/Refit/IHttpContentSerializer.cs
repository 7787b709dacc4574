using System.Reflection;

namespace Refit;

/// <summary>Turns bodies into values and values into bodies.</summary>
public interface IHttpContentSerializer
{
    /// <summary>The body of a request.</summary>
    HttpContent ToHttpContent<T>(T item);

    /// <summary>The value in the body of a response.</summary>
    Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default);

    /// <summary>The name that the serializer gives a property, null where it gives none.</summary>
    string? GetFieldNameForProperty(PropertyInfo propertyInfo);
}
