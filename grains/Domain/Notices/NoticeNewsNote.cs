using System.Text.Json;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Catalogue;

namespace OrleansAssets.Domain.Notices;

/// <summary>What people hear, as an entry of the audit log: in one order without gaps, so that it can be followed and resumed.</summary>
public static class NoticeNewsNote
{
    private const string KindPrefix = "notice_";

    /// <summary>What such entries are called, the words of <see cref="NewsKinds"/> behind a prefix.</summary>
    public static string KindOf(string what) => KindPrefix + what;

    public static AuditNote Of(NoticeNews news, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(news);
        var payload = JsonSerializer.Serialize(
            new
            {
                news.Id,
                news.NoticeId,
                News = news.What,
                news.Kind,
                news.Subject,
                Severity = news.Severity.ToString().ToLowerInvariant(),
                news.Text,
                news.At,
                news.Since,
                news.Count,
            },
            JsonSerializerOptions.Web);
        return new AuditNote(KindOf(news.What), ActorNames.Installation, payload, now);
    }
}
