using System.Collections.Immutable;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Notices;
using Refit;

namespace OrleansAssets.Api;

/// <summary>What people are told, and who has seen it.</summary>
public interface INoticesApi
{
    [Get("/notices")]
    Task<ImmutableArray<Notice>> ListAsync(bool standing, string? subject, int max, CancellationToken stop);

    [Get("/notices/pages")]
    Task<NoticePage> FindAsync(bool standing, string? subject, long? before, int most, CancellationToken stop);

    [Get("/notices/{notice}")]
    Task<Notice> GetAsync(long notice, CancellationToken stop);

    [Post("/notices/{notice}/acknowledge")]
    Task<Notice> AcknowledgeAsync(long notice, [Body] NoticeNote body, CancellationToken stop);

    [Get("/notices/channels")]
    Task<ImmutableArray<NoticeChannelView>> GetChannelsAsync(CancellationToken stop);

    [Post("/notices/channels/{channel}/test")]
    Task<ChannelTest> TestAsync(string channel, CancellationToken stop);
}
