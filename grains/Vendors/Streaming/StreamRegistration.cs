using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Domain.Streams;

namespace OrleansAssets.Vendors.Streaming;

/// <summary>Registers streams of quotes.</summary>
internal static class StreamRegistration
{
    /// <summary>Adds the stream of a vendor that speaks a protocol on a WebSocket.</summary>
    public static void AddSocketStream(this IServiceCollection services, IStreamProtocol protocol) =>
        services.AddKeyedSingleton<IQuoteStream>(
            protocol.SourceId,
            (provider, _) => new SocketStream(
                protocol, provider.GetRequiredService<IVendorEndpoints>(), provider.GetRequiredService<TimeProvider>()));
}
