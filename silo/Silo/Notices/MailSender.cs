using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.Notices;

namespace OrleansAssets.Silo.Notices;

/// <summary>Sends mail: one connection a message, as there are few.</summary>
internal static class MailSender
{
    private const int RefusedForGood = 500;

    /// <summary>Why the server did not take it, or null.</summary>
    public static async Task<ChannelFault?> SendAsync(
        MailSettings settings, string password, NoticeMessage message, CancellationToken cancellationToken)
    {
        using var mail = MessageOf(settings, message);
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, SecurityOf(settings.Security), cancellationToken);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, password, cancellationToken);
            }

            await client.SendAsync(mail, cancellationToken);
            await LeaveAsync(client, cancellationToken);
            return null;
        }
        catch (SmtpCommandException exception)
        {
            // 5xx is for good: of a mail that would be refused again. 4xx asks to come again.
            return new ChannelFault(
                string.Create(CultureInfo.InvariantCulture, $"the mail server answered {(int)exception.StatusCode}"),
                OfMessage: (int)exception.StatusCode >= RefusedForGood);
        }
        catch (AuthenticationException)
        {
            return new ChannelFault("the mail server does not take the user and the password");
        }
        catch (SslHandshakeException)
        {
            return new ChannelFault("the mail server's certificate is not trusted, or it speaks no TLS on this port");
        }
        catch (Exception exception) when (exception is SocketException or IOException or ProtocolException or NotSupportedException)
        {
            return new ChannelFault($"the mail server {settings.Host}:{settings.Port} cannot be reached ({exception.GetType().Name})");
        }
        catch (OperationCanceledException)
        {
            return new ChannelFault("the mail server did not answer in time");
        }
    }

    // It has been taken by then: a goodbye that fails makes nobody send it again.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or IOException or ProtocolException or OperationCanceledException)
        {
            // The connection is gone, which is what was wanted.
        }
    }

    private static MimeMessage MessageOf(MailSettings settings, NoticeMessage message)
    {
        var mail = new MimeMessage { Subject = MessageText.Title(message) };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        mail.To.AddRange(settings.To.Select(MailboxAddress.Parse));

        // The same news has the same id: a mail program shows a repetition as one.
        var ids = string.Join('.', message.News.Select(news => news.Id.ToString(CultureInfo.InvariantCulture)));
        mail.MessageId = $"notices.{ids}@orleans-assets";
        mail.Headers.Add("X-Assets-Event", ids);
        mail.Body = new TextPart("plain") { Text = MessageText.Body(message, MessageText.LengthMax(NoticeChannelKind.Email)) };
        return mail;
    }

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
