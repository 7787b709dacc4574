using OrleansAssets.Grains.Notices;

namespace OrleansAssets.Silo.Notices;

/// <summary>Registers the channels of notices.</summary>
internal static class NoticeChannelsRegistration
{
    public static IServiceCollection AddNoticeChannels(this IServiceCollection services)
    {
        // Addresses of chats and the path of a bot's call are secrets: they are neither logged, traced nor followed to another place.
        services.AddHttpClient(NoticeChannels.ClientName)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        return services.AddSingleton<INoticeChannels, NoticeChannels>();
    }
}
