using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.Notices;
using OrleansAssets.Notices;
using OrleansAssets.Silo.Notices;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Grains;

/// <summary>Each channel at a real listener over loopback: what arrives, and what is said where it is not taken.</summary>
public sealed class NoticeChannelsTests : IAsyncDisposable
{
    private const string Secret = "a-secret-of-the-receiver";

    private static readonly DateTimeOffset At = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<(string Path, string Signature, string Event, byte[] Body)> _asked = [];
    private readonly FakeVendorEndpoints _environment = new("live") { Secrets = { ["SECRET"] = Secret } };
    private readonly SmtpServer _smtp = SmtpServer.Start();
    private readonly ServiceProvider _services;
    private int _status = StatusCodes.Status204NoContent;

    public NoticeChannelsTests() => _services = new ServiceCollection()
        .AddSingleton<IVendorEndpoints>(_environment).AddNoticeChannels().BuildServiceProvider();

    private INoticeChannels Channels => _services.GetRequiredService<INoticeChannels>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task Webhook_Always_IsSignedOverItsBodyAndCarriesTheId()
    {
        await using var server = await ServerAsync();
        var channel = new NoticeChannel("ops", NoticeChannelKind.Webhook) { Url = $"{server.Address}notices", SecretVariable = "SECRET" };

        Assert.Null(await Channels.SendAsync(channel, Message(), CancellationToken.None));

        var (path, signed, id, body) = Assert.Single(_asked);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body));
        Assert.Equal(("/notices", $"sha256={signature}", "42"), (path, signed, id));
        using var json = JsonDocument.Parse(body);
        Assert.Equal(
            "halt portfolio/main halt-1 critical raised Portfolio main: HALTED <now> & here",
            string.Join(' ', new[] { "kind", "subject", "severity", "news", "text" }.Select(name => json.RootElement.GetProperty(name))));
    }

    [Fact]
    public async Task Chats_Always_GetTheSameWordsInTheirForm()
    {
        await using var server = await ServerAsync();
        _environment.Secrets["URL"] = $"{server.Address}hook";
        NoticeChannel[] channels =
        [
            new("slack", NoticeChannelKind.Slack) { SecretVariable = "URL" },
            new("discord", NoticeChannelKind.Discord) { SecretVariable = "URL" },
            new("telegram", NoticeChannelKind.Telegram) { Url = $"{server.Address}", SecretVariable = "SECRET", ChatId = "-100" },
        ];
        foreach (var channel in channels)
        {
            Assert.Null(await Channels.SendAsync(channel, Message(), CancellationToken.None));
        }

        var asked = _asked.Select(one => (one.Path, Json: JsonDocument.Parse(one.Body).RootElement)).ToArray();
        Assert.Equal(["/hook", "/hook", $"/bot{Secret}/sendMessage"], asked.Select(one => one.Path));
        Assert.Contains("HALTED &lt;now&gt; &amp; here", asked[0].Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "[CRITICAL] Portfolio main: HALTED <now>", asked[1].Json.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Empty(asked[1].Json.GetProperty("allowed_mentions").GetProperty("parse").EnumerateArray());
        Assert.Equal("-100", asked[2].Json.GetProperty("chat_id").GetString());
        Assert.Contains("./assets notices ack 3", asked[2].Json.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_Always_IsTakenByARealServerUnderAnIdOfItsNews()
    {
        Assert.Null(await Channels.SendAsync(Mail("ops"), Message(), CancellationToken.None));
        Assert.Null(await Channels.SendAsync(Mail("ops"), Message(), CancellationToken.None));

        Assert.Equal(2, _smtp.Mails.Count);
        Assert.All(_smtp.Mails, mail =>
        {
            Assert.Contains("Subject: [CRITICAL] halt: portfolio/main halt-1", mail, StringComparison.Ordinal);
            Assert.Contains("Message-Id: <notices.42@orleans-assets>", mail, StringComparison.Ordinal);
            Assert.Contains("Portfolio main: HALTED <now> & here", mail, StringComparison.Ordinal);
            Assert.Contains("To: ann@example.com, bob@example.com", mail, StringComparison.Ordinal);
        });
        Assert.Contains(_smtp.Commands, line => line.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_Refused_SaysWhyWithoutThePassword()
    {
        _smtp.ToRecipients = "550 no such mailbox";
        Assert.Equal(
            new ChannelFault("the mail server answered 550", OfMessage: true),
            await Channels.SendAsync(Mail("ops"), Message(), CancellationToken.None));
        _smtp.ToRecipients = "451 come again";
        Assert.Equal(
            new ChannelFault("the mail server answered 451"), await Channels.SendAsync(Mail("ops"), Message(), CancellationToken.None));

        _smtp.ToPassword = "535 no";
        Assert.Equal(
            new ChannelFault("the mail server does not take the user and the password"),
            await Channels.SendAsync(Mail("ops"), Message(), CancellationToken.None));

        var nowhere = Mail(null) with { Mail = Mail(null).Mail! with { Port = 1 } }; // it has one
        Assert.Equal(
            new ChannelFault("the mail server 127.0.0.1:1 cannot be reached (SocketException)"),
            await Channels.SendAsync(nowhere, Message(), CancellationToken.None));
    }

    [Fact]
    public async Task Send_NotTaken_SaysWhyAndShowsNoSecret()
    {
        var server = await ServerAsync();
        _environment.Secrets["URL"] = $"{server.Address}{Secret}";
        var slack = new NoticeChannel("slack", NoticeChannelKind.Slack) { SecretVariable = "URL" };
        _status = StatusCodes.Status500InternalServerError;
        Assert.Equal(new ChannelFault("it answered 500"), await Channels.SendAsync(slack, Message(), CancellationToken.None));
        _status = StatusCodes.Status302Found; // a secret address is followed nowhere
        Assert.Equal(new ChannelFault("it answered 302"), await Channels.SendAsync(slack, Message(), CancellationToken.None));
        _status = StatusCodes.Status422UnprocessableEntity; // of what it says: the next one may well be taken
        Assert.Equal(
            new ChannelFault("it answered 422", OfMessage: true), await Channels.SendAsync(slack, Message(), CancellationToken.None));

        await server.DisposeAsync();
        Assert.Equal(
            new ChannelFault("it cannot be reached (ConnectionError)"),
            await Channels.SendAsync(slack, Message(), CancellationToken.None));
        _environment.Secrets["URL"] = $"no address {Secret}";
        Assert.DoesNotContain(
            Secret, (await Channels.SendAsync(slack, Message(), CancellationToken.None))?.Text, StringComparison.Ordinal);
        _environment.Secrets.Remove("URL");
        Assert.Equal("the environment variable URL is not set", Channels.FaultOf(slack));
        Assert.Equal(Channels.FaultOf(slack), (await Channels.SendAsync(slack, Message(), CancellationToken.None))?.Text);
    }

    [Fact]
    public async Task Beat_Always_PostsToTheSecretAddress()
    {
        await using var server = await ServerAsync();
        Assert.Equal(
            "the environment variable BEAT is not set", await Channels.BeatAsync(new Heartbeat("BEAT", 5), CancellationToken.None));
        _environment.Secrets["BEAT"] = $"{server.Address}beat";
        Assert.Null(await Channels.BeatAsync(new Heartbeat("BEAT", 5), CancellationToken.None));
        Assert.Equal("/beat", Assert.Single(_asked).Path);
    }

    private static NoticeMessage Message() => new(
    [
        new NoticeNews(
            42, 3, NewsKinds.Raised, NoticeKinds.Halt, "portfolio/main halt-1", NoticeSeverity.Critical,
            "Portfolio main: HALTED <now> & here", At, At, 1),
    ]);

    private NoticeChannel Mail(string? user) => new("mail", NoticeChannelKind.Email)
    {
        SecretVariable = user is null ? null : "SECRET",
        Mail = new MailSettings(
            "127.0.0.1", _smtp.Port, MailSecurity.None, user, "assets@example.com", ["ann@example.com", "bob@example.com"]),
    };

    private Task<LoopbackServer> ServerAsync() => LoopbackServer.StartAsync(async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        _asked.Enqueue((
            context.Request.Path.ToString(), headers["X-Assets-Signature"].ToString(), headers["X-Assets-Event"].ToString(),
            body.ToArray()));
        context.Response.Headers.Location = "/elsewhere";
        context.Response.StatusCode = _status;
    });
}
