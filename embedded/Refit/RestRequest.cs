using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;

namespace Refit;

/// <summary>Builds the request of one client method from its arguments.</summary>
internal sealed class RestRequest
{
    private readonly HttpMethod _verb;
    private readonly string _path;
    private readonly string[] _headers;
    private readonly RestParameter[] _parameters;

    public RestRequest(HttpMethod verb, string path, string[] headers, RestParameter[] parameters)
    {
        if (path.Length > 0 && path[0] != '/')
        {
            throw new ArgumentException($"The path '{path}' must start with '/'.", nameof(path));
        }

        (_verb, _path, _headers, _parameters) = (verb, path, headers, parameters);
    }

    /// <summary>The request, relative to the base address whose path it keeps.</summary>
    public HttpRequestMessage Build(string basePath, object?[] arguments, IHttpContentSerializer serializer)
    {
        var request = new HttpRequestMessage(_verb, new Uri(AddressOf(basePath, arguments), UriKind.Relative));
        if (Array.Find(_parameters, parameter => parameter.Place == RestPlace.Body) is { } body && arguments[body.Position] is { } content)
        {
            request.Content = ContentOf(content, serializer);
        }

        SetHeaders(request, arguments);
        return request;
    }

    private string AddressOf(string basePath, object?[] arguments)
    {
        var path = _path;
        var query = new StringBuilder();
        foreach (var parameter in _parameters)
        {
            var value = TextOf(arguments[parameter.Position], parameter.Format);
            if (parameter.Place == RestPlace.Path)
            {
                path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(value ?? string.Empty),
                    StringComparison.OrdinalIgnoreCase);
            }
            else if (parameter.Place == RestPlace.Query && value is not null)
            {
                query.Append('&').Append(Uri.EscapeDataString(parameter.Name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        var address = basePath == "/" ? path : basePath.TrimEnd('/') + path;
        return query.Length == 0 ? address
            : address + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query.ToString(1, query.Length - 1);
    }

    private static string? TextOf(object? value, string? format)
    {
        if (value is Enum && value.GetType().GetField(value.ToString()!)?.GetCustomAttribute<EnumMemberAttribute>()?.Value is { } name)
        {
            return name;
        }

        return value switch
        {
            null => null,
            IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    private static HttpContent ContentOf(object body, IHttpContentSerializer serializer) => body switch
    {
        HttpContent content => content,
        Stream stream => new StreamContent(stream),
        string text => new StringContent(text),
        _ => serializer.ToHttpContent(body),
    };

    private void SetHeaders(HttpRequestMessage request, object?[] arguments)
    {
        foreach (var header in _headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            Set(request, colon < 0 ? header.Trim() : header[..colon].Trim(), colon < 0 ? null : header[(colon + 1)..].Trim());
        }

        foreach (var parameter in _parameters.Where(parameter => parameter.Place == RestPlace.Header))
        {
            Set(request, parameter.Name, TextOf(arguments[parameter.Position], format: null));
        }
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        // The last word on a header counts: the method over the interface, the argument over both.
        var isContentHeader = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
        if (isContentHeader)
        {
            request.Content?.Headers.Remove(name);
        }
        else
        {
            request.Headers.Remove(name);
        }

        // A line break would let an argument write headers of its own.
        var clean = value?.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal);
        if (clean is not null && !(isContentHeader ? request.Content?.Headers.TryAddWithoutValidation(name, clean) ?? false
            : request.Headers.TryAddWithoutValidation(name, clean)))
        {
            throw new InvalidOperationException($"'{name}' cannot be a header of this request.");
        }
    }
}
