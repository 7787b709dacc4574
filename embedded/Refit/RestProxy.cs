using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Refit;

/// <summary>Stands behind a client interface and turns each call into a request.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
internal class RestProxy : DispatchProxy
{
    private IReadOnlyDictionary<MethodInfo, RestMethod> _methods = new Dictionary<MethodInfo, RestMethod>();
    private HttpClient? _client;
    private RefitSettings? _settings;

    /// <summary>Completes what the parameterless constructor of a proxy cannot.</summary>
    /// <exception cref="InvalidOperationException">A method of the interface cannot be a request.</exception>
    public void Start(Type interfaceType, HttpClient client, RefitSettings settings)
    {
        _methods = RestMethod.AllOf(interfaceType);
        _client = client;
        _settings = settings;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod is null || _client is null || _settings is null || !_methods.TryGetValue(targetMethod, out var method))
        {
            throw new InvalidOperationException($"{targetMethod?.Name ?? "The method"} is no request of this client.");
        }

        return method.Send(_client, _settings, args ?? []);
    }
}
