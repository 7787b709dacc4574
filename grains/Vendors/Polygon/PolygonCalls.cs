using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>Makes a call with the key and reads its reply.</summary>
internal sealed class PolygonCalls(Func<IPolygonApi> api, VendorHttp http, IVendorEndpoints endpoints)
{
    /// <param name="send">Takes the Authorization header.</param>
    /// <param name="read">Reads a reply that states success.</param>
    public async Task<VendorReply<T>> AskAsync<T>(
        string symbol,
        Func<IPolygonApi, string, CancellationToken, Task<HttpResponseMessage>> send,
        Func<VendorFailures, VendorExchange, JsonElement, VendorReply<T>> read,
        CancellationToken cancellationToken)
        where T : class
    {
        if (VendorKey.Read<T>(endpoints, PolygonVendor.Id, PolygonVendor.KeyVariable, out var failure) is not { } key)
        {
            return failure!; // Set wherever there is no key.
        }

        var reply = await http.SendAsync(PolygonVendor.Id, token => send(api(), $"Bearer {key}", token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<T>();
        }

        var failures = PolygonErrors.For(key);
        return failures.Read(exchange, symbol, root => read(failures, exchange, root));
    }
}
