using System.Collections.Concurrent;
using System.Reflection;

namespace Refit;

/// <summary>What the attributes of one interface method say; found once for each interface.</summary>
internal sealed class RestMethod
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<MethodInfo, RestMethod>> Known = new();

    private readonly RestRequest _request;
    private readonly int _cancellationAt;
    private readonly Func<RestCall, Task> _send;

    private RestMethod(Type interfaceType, MethodInfo method, HttpMethodAttribute verb)
    {
        var parameters = method.GetParameters();
        _cancellationAt = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        _request = new RestRequest(verb.Method, verb.Path, HeadersOf(interfaceType, method), RestParameter.AllOf(method, verb.Path));
        _send = RestCall.SenderOf(method);
    }

    public static IReadOnlyDictionary<MethodInfo, RestMethod> AllOf(Type interfaceType) => Known.GetOrAdd(interfaceType, Read);

    public Task Send(HttpClient client, RefitSettings settings, object?[] arguments)
    {
        var cancellation = _cancellationAt < 0 ? CancellationToken.None : (CancellationToken)arguments[_cancellationAt]!;
        return _send(new RestCall(client, settings, _request, arguments, cancellation));
    }

    private static Dictionary<MethodInfo, RestMethod> Read(Type interfaceType)
    {
        var methods = new Dictionary<MethodInfo, RestMethod>();
        foreach (var method in interfaceType.GetInterfaces().Prepend(interfaceType).SelectMany(type => type.GetMethods()))
        {
            var verb = method.GetCustomAttribute<HttpMethodAttribute>(inherit: true)
                ?? throw new InvalidOperationException(
                    $"{interfaceType.Name}.{method.Name} has no HTTP method attribute, e.g. [Get(\"/path\")].");
            methods.Add(method, new RestMethod(interfaceType, method, verb));
        }

        return methods;
    }

    private static string[] HeadersOf(Type interfaceType, MethodInfo method)
        => [.. interfaceType.GetInterfaces().Append(interfaceType)
            .Select(type => type.GetCustomAttribute<HeadersAttribute>())
            .Append(method.GetCustomAttribute<HeadersAttribute>())
            .SelectMany(attribute => attribute?.Headers ?? [])];
}
