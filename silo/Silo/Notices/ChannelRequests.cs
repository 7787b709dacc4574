using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;

namespace OrleansAssets.Silo.Notices;

/// <summary>A message as each HTTP channel wants it.</summary>
internal static class ChannelRequests
{
    private const string TelegramServer = "https://api.telegram.org";

    /// <param name="secret">What signs a webhook, the token of a bot, or the address itself.</param>
    public static HttpRequestMessage Of(NoticeChannel channel, string secret, NoticeMessage message) => channel.Kind switch
    {
        NoticeChannelKind.Slack => Json(secret, new { text = Escaped(Text(channel, message)) }),
        NoticeChannelKind.Discord => Json(
            secret, new { content = Text(channel, message), allowed_mentions = new { parse = Array.Empty<string>() } }),
        NoticeChannelKind.Telegram => Json(
            $"{(channel.Url ?? TelegramServer).TrimEnd('/')}/bot{secret}/sendMessage",
            new
            {
                chat_id = channel.ChatId,
                text = Text(channel, message),
                link_preview_options = new { is_disabled = true },
                disable_notification = message.Severity == OrleansAssets.Notices.NoticeSeverity.Info,
            }),
        _ => Signed(channel.Url ?? "", secret, message.News[0], message.LinkOf(message.News[0])),
    };

    internal static string Signature(byte[] body, string secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    private static HttpRequestMessage Signed(string url, string secret, NoticeNews news, string? link)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = news.Id,
                notice = news.NoticeId,
                news = news.What,
                kind = news.Kind,
                subject = news.Subject,
                severity = news.Severity.ToString().ToLowerInvariant(),
                text = news.Text,
                at = news.At,
                since = news.Since,
                count = news.Count,
                link,
            },
            JsonSerializerOptions.Web);
        var request = Post(url, body);
        request.Headers.Add("X-Assets-Signature", Signature(body, secret));
        request.Headers.Add("X-Assets-Event", news.Id.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private static HttpRequestMessage Json<T>(string url, T body) =>
        Post(url, JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web));

    private static HttpRequestMessage Post(string url, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    private static string Text(NoticeChannel channel, NoticeMessage message) =>
        MessageText.Body(message, MessageText.LengthMax(channel.Kind));

    // Slack's own three: nothing in a text becomes a link or a mention.
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
