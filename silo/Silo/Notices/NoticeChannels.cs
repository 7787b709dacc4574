using System.Net;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.Notices;
using OrleansAssets.Vendors;

namespace OrleansAssets.Silo.Notices;

/// <summary>
/// The channels as they are: HTTP for machines and chats, SMTP for mail. What holds a secret is in no log and in no trace.
/// </summary>
internal sealed class NoticeChannels(IVendorEndpoints environment, IHttpClientFactory clients) : INoticeChannels
{
    /// <summary>Name of the HTTP client: without logs, redirects and traces, as some addresses are secrets.</summary>
    public const string ClientName = "notices";

    public string? FaultOf(NoticeChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.SecretVariable is { } variable && environment.Secret(variable) is null ? NotSet(variable) : null;
    }

    public Task<ChannelFault?> SendAsync(NoticeChannel channel, NoticeMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(message);
        if (FaultOf(channel) is { } fault)
        {
            return Task.FromResult<ChannelFault?>(new ChannelFault(fault));
        }

        var secret = channel.SecretVariable is { } variable ? environment.Secret(variable) ?? "" : "";
        return channel.Kind == NoticeChannelKind.Email && channel.Mail is { } mail
            ? MailSender.SendAsync(mail, secret, message, cancellationToken)
            : PostAsync(() => ChannelRequests.Of(channel, secret, message), cancellationToken);
    }

    public async Task<string?> BeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        return environment.Secret(heartbeat.UrlVariable) is { } url
            ? (await PostAsync(() => new HttpRequestMessage(HttpMethod.Post, url), cancellationToken))?.Text
            : NotSet(heartbeat.UrlVariable);
    }

    private static string NotSet(string variable) => $"the environment variable {variable} is not set";

    // A content that is refused; all else (no such address, no right, too many, out of order) is of the channel and keeps for later.
    private static bool IsOfMessage(HttpStatusCode status) => status is HttpStatusCode.BadRequest
        or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity;

    private async Task<ChannelFault?> PostAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        try
        {
            using var request = make();
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : new ChannelFault($"it answered {(int)response.StatusCode}", IsOfMessage(response.StatusCode));
        }
        catch (HttpRequestException exception)
        {
            return new ChannelFault($"it cannot be reached ({exception.HttpRequestError})");
        }
        catch (Exception exception) when (exception is UriFormatException or InvalidOperationException or NotSupportedException)
        {
            // It may be a secret: it is not shown.
            return new ChannelFault("its address is none: it must be a whole address that begins with https://");
        }
        catch (OperationCanceledException)
        {
            return new ChannelFault("it did not answer in time");
        }
    }
}
