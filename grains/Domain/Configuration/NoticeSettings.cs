using System.Collections.Immutable;
using OrleansAssets.Notices;

namespace OrleansAssets.Domain.Configuration;

/// <summary>Who is told of what, by which way, and when.</summary>
/// <param name="Channels">Ways to people and machines; none: nobody is told, and notices are only shown.</param>
/// <param name="Routes">Which notices go where; none: all go to every channel.</param>
/// <param name="Quiet">When only what is critical is told at once; null for never.</param>
/// <param name="Escalation">Who is told when nobody answers; null for nobody.</param>
/// <param name="Heartbeat">Who outside misses this installation when it falls silent; null for nobody.</param>
/// <param name="PageUrl">Where people reach the web page, for links in messages, without a slash at its end; null for no links.</param>
public sealed record NoticeSettings(
    ImmutableArray<NoticeChannel> Channels,
    ImmutableArray<NoticeRoute> Routes,
    QuietHours? Quiet = null,
    Escalation? Escalation = null,
    Heartbeat? Heartbeat = null,
    string? PageUrl = null)
{
    /// <summary>The channel that the webhook of <c>evaluation</c> is.</summary>
    public const string EvaluationChannel = "evaluation";

    public static NoticeSettings None { get; } = new([], []);

    /// <summary>With the webhook of <c>evaluation</c>, which is told of phases alone, as it was before there were channels.</summary>
    public NoticeSettings With(Webhook? webhook)
    {
        if (webhook is null)
        {
            return this;
        }

        ImmutableArray<NoticeRoute> routes = Routes.IsEmpty && !Channels.IsEmpty
            ? [new NoticeRoute("all", [.. Channels.Select(channel => channel.Id)])]
            : Routes;
        return this with
        {
            Channels = Channels.Add(
                new NoticeChannel(EvaluationChannel, NoticeChannelKind.Webhook)
                {
                    Url = webhook.Url, SecretVariable = webhook.SecretVariable,
                }),
            Routes = routes.Add(new NoticeRoute(EvaluationChannel, [EvaluationChannel])
            {
                Kinds = [NoticeKinds.PhaseReady, NoticeKinds.PhaseActivated, NoticeKinds.PhaseDemoted, NoticeKinds.PhaseChanged],
            }),
        };
    }
}

/// <summary>One way to people or machines. Secrets are in the environment only.</summary>
public sealed record NoticeChannel(string Id, NoticeChannelKind Kind)
{
    /// <summary>Of a webhook; of Telegram the server that is asked instead of its own. Null elsewhere.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Environment variable: what signs a webhook, the address of a Slack or Discord webhook, the token of a Telegram bot, the password of
    /// a mail account; null where mail needs none.
    /// </summary>
    public string? SecretVariable { get; init; }

    /// <summary>The Telegram chat.</summary>
    public string? ChatId { get; init; }

    /// <summary>How mail is sent; null elsewhere.</summary>
    public MailSettings? Mail { get; init; }
}

/// <summary>What a channel speaks.</summary>
public enum NoticeChannelKind
{
    Webhook = 0,
    Email = 1,
    Telegram = 2,
    Slack = 3,
    Discord = 4,
}

/// <summary>A mail server, and who writes to whom.</summary>
/// <param name="User">Null where the server asks for nobody.</param>
public sealed record MailSettings(
    string Host, int Port, MailSecurity Security, string? User, string From, ImmutableArray<string> To);

/// <summary>How a connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>It begins in the clear and must turn to TLS.</summary>
    StartTls = 0,

    /// <summary>TLS from the first byte.</summary>
    Tls = 1,

    /// <summary>In the clear: for a server on this machine.</summary>
    None = 2,
}

/// <summary>Which notices go to some channels.</summary>
public sealed record NoticeRoute(string Id, ImmutableArray<string> Channels)
{
    /// <summary>The mildest that goes this way.</summary>
    public NoticeSeverity Severity { get; init; } = NoticeSeverity.Info;

    /// <summary>Only of these kinds; empty for all.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>What is not critical is gathered for so long and told together; null tells it at once.</summary>
    public int? DigestMinutes { get; init; }
}

/// <summary>When people sleep: what is not critical waits until they are over.</summary>
/// <param name="From">Local time; a time after <paramref name="Until"/> means over midnight.</param>
/// <param name="Zone">IANA name of the time zone.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until, string Zone);

/// <summary>Who is told, once, when something of a severity stands for long and nobody has acknowledged it.</summary>
public sealed record Escalation(int AfterMinutes, NoticeSeverity Severity, ImmutableArray<string> Channels);

/// <summary>An address outside that is called again and again, and whose owner tells people when the calls stop.</summary>
/// <param name="UrlVariable">Environment variable with the address: whoever knows it can keep up the appearance of life.</param>
public sealed record Heartbeat(string UrlVariable, int EveryMinutes);
