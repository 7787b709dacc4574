using System.Reflection;

namespace Refit;

/// <summary>One call of a client method: sends its request and makes its result.</summary>
internal sealed record RestCall(
    HttpClient Client, RefitSettings Settings, RestRequest Request, object?[] Arguments, CancellationToken Cancellation)
{
    /// <summary>The sender for a method's return type.</summary>
    /// <exception cref="InvalidOperationException">The method returns no task.</exception>
    public static Func<RestCall, Task> SenderOf(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task))
        {
            return call => call.SendAsync();
        }

        if (!returned.IsGenericType || returned.GetGenericTypeDefinition() != typeof(Task<>))
        {
            throw new InvalidOperationException($"{method.Name} returns {returned.Name}; a request returns Task or Task<T>.");
        }

        var result = returned.GenericTypeArguments[0];
        var definition = result.IsGenericType ? result.GetGenericTypeDefinition() : null;
        var isResponse = definition == typeof(ApiResponse<>) || definition == typeof(IApiResponse<>);
        var (sender, types) = isResponse
            ? (nameof(SendForResponseAsync), new[] { result, result.GenericTypeArguments[0] })
            : (nameof(SendForValueAsync), [result]);
        return typeof(RestCall).GetMethod(sender, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(types).CreateDelegate<Func<RestCall, Task>>();
    }

    private async Task SendAsync()
    {
        using var response = await SendForMessageAsync();
        await ThrowUnlessSuccessAsync(response);
    }

    private async Task<T?> SendForValueAsync<T>()
    {
        var response = await SendForMessageAsync();
        if (response is T raw)
        {
            return raw;
        }

        using (response)
        {
            await ThrowUnlessSuccessAsync(response);
            try
            {
                return await ReadAsync<T>(response);
            }
            catch (Exception exception) when (!Cancellation.IsCancellationRequested)
            {
                throw await UnreadableAsync(response, exception);
            }
        }
    }

    private async Task<TResponse> SendForResponseAsync<TResponse, T>()
    {
        var request = BuildRequest();
        HttpResponseMessage response;
        try
        {
            response = await SendAsync(request);
        }
        catch (ApiRequestException exception)
        {
            return (TResponse)(object)new ApiResponse<T>(request, response: null, default, Settings, exception);
        }

        if (!response.IsSuccessStatusCode)
        {
            var error = await ApiException.Create(request, request.Method, response, Settings);
            return (TResponse)(object)new ApiResponse<T>(request, response, default, Settings, error);
        }

        try
        {
            return (TResponse)(object)new ApiResponse<T>(request, response, await ReadAsync<T>(response), Settings);
        }
        catch (Exception exception) when (!Cancellation.IsCancellationRequested)
        {
            return (TResponse)(object)new ApiResponse<T>(request, response, default, Settings, await UnreadableAsync(response, exception));
        }
    }

    private Task<HttpResponseMessage> SendForMessageAsync() => SendAsync(BuildRequest());

    private HttpRequestMessage BuildRequest()
    {
        var address = Client.BaseAddress ?? throw new InvalidOperationException("BaseAddress must be set on the HttpClient.");
        return Request.Build(address.AbsolutePath, Arguments, Settings.ContentSerializer);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        try
        {
            return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        }
        catch (Exception exception)
        {
            throw new ApiRequestException(request, request.Method, Settings, exception);
        }
    }

    private async Task ThrowUnlessSuccessAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await ApiException.Create(response.RequestMessage!, response.RequestMessage!.Method, response, Settings);
        }
    }

    private async Task<T?> ReadAsync<T>(HttpResponseMessage response)
        => typeof(T) == typeof(string)
            ? (T)(object)await response.Content.ReadAsStringAsync(Cancellation)
            : await Settings.ContentSerializer.FromHttpContentAsync<T>(response.Content, Cancellation);

    private Task<ApiException> UnreadableAsync(HttpResponseMessage response, Exception exception)
        => ApiException.Create(
            "An error occurred deserializing the response.", response.RequestMessage!, response.RequestMessage!.Method, response, Settings,
            exception);
}
