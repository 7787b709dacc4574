using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Notices;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>notices</c>.</summary>
internal static class NoticesSection
{
    private static readonly ImmutableArray<(string Name, NoticeSeverity Value)> Severities =
        [("info", NoticeSeverity.Info), ("warning", NoticeSeverity.Warning), ("critical", NoticeSeverity.Critical)];

    internal static NoticeSettings Read(ConfigValue? value)
    {
        if (value is null)
        {
            return NoticeSettings.None;
        }

        using var notices = value.Section();
        var channels = notices.Optional("channels")?.Entries(ReadChannel) ?? [];
        var ids = new IdSet("a channel", "notices.channels", [.. channels.Select(channel => channel.Id)], IsComplete: true);
        return new NoticeSettings(
            channels,
            notices.Optional("routes")?.Entries((key, route) => ReadRoute(key, route, ids)) ?? [],
            ReadQuietHours(notices.Optional("quiet_hours")),
            ReadEscalation(notices.Optional("escalation"), ids),
            ReadHeartbeat(notices.Optional("heartbeat")),
            notices.Optional("page_url") is { } page ? NameRules.HttpsOrOwnUrl(page).TrimEnd('/') : null);
    }

    private static NoticeChannel ReadChannel(ConfigValue key, ConfigValue value)
    {
        using var channel = value.Section();
        var id = NameRules.SnakeCase(key);
        if (id == NoticeSettings.EvaluationChannel)
        {
            key.Fault("must be another name: this one is the webhook of 'evaluation'");
        }

        var kind = channel.Required("kind").Choice(
            ("webhook", NoticeChannelKind.Webhook), ("email", NoticeChannelKind.Email), ("telegram", NoticeChannelKind.Telegram),
            ("slack", NoticeChannelKind.Slack), ("discord", NoticeChannelKind.Discord));
        return kind switch
        {
            NoticeChannelKind.Webhook => new NoticeChannel(id, kind)
            {
                Url = NameRules.HttpsOrOwnUrl(channel.Required("url")),
                SecretVariable = NameRules.EnvironmentVariable(channel.Required("secret_variable")),
            },
            NoticeChannelKind.Email => ReadMail(id, channel),
            NoticeChannelKind.Telegram => new NoticeChannel(id, kind)
            {
                Url = channel.Optional("url") is { } url ? NameRules.HttpsOrOwnUrl(url) : null,
                SecretVariable = NameRules.EnvironmentVariable(channel.Required("token_variable")),
                ChatId = channel.Required("chat_id").Text(40),
            },
            _ => new NoticeChannel(id, kind) { SecretVariable = NameRules.EnvironmentVariable(channel.Required("url_variable")) },
        };
    }

    private static NoticeChannel ReadMail(string id, Section channel)
    {
        var (user, password) = (channel.Optional("user"), channel.Optional("password_variable"));
        if (user is null != password is null)
        {
            (user ?? password)?.Fault("must stand beside the other of user and password_variable");
        }

        var security = channel.Optional("security")?.Choice(
            ("starttls", MailSecurity.StartTls), ("tls", MailSecurity.Tls), ("none", MailSecurity.None)) ?? MailSecurity.StartTls;
        return new NoticeChannel(id, NoticeChannelKind.Email)
        {
            SecretVariable = password is null ? null : NameRules.EnvironmentVariable(password),
            Mail = new MailSettings(
                channel.Required("host").Text(),
                channel.Optional("port")?.Int(1, 65_535) ?? (security == MailSecurity.Tls ? 465 : 587),
                security,
                user?.Text(),
                NameRules.MailAddress(channel.Required("from")),
                channel.Required("to").List(NameRules.MailAddress, countMin: 1)),
        };
    }

    private static NoticeRoute ReadRoute(ConfigValue key, ConfigValue value, IdSet channels)
    {
        using var route = value.Section();
        return new NoticeRoute(NameRules.SnakeCase(key), route.Required("channels").List(one => one.Reference(channels), countMin: 1))
        {
            Severity = route.Optional("severity")?.Choice(Severities) ?? NoticeSeverity.Info,
            Kinds = route.Optional("kinds")?.List(
                kind => kind.Choice<string>([.. NoticeKinds.All.Select(name => (name, name))]), countMin: 1) ?? [],
            DigestMinutes = route.Optional("digest_minutes")?.Int(1, 1_440),
        };
    }

    private static QuietHours? ReadQuietHours(ConfigValue? value)
    {
        if (value is null)
        {
            return null;
        }

        using var quiet = value.Section();
        var (from, until) = (NameRules.Time(quiet.Required("from")), NameRules.Time(quiet.Required("until")));
        if (from == until)
        {
            value.Fault("must end at another time than it begins");
        }

        return new QuietHours(from, until, quiet.Optional("zone") is { } zone ? NameRules.TimeZone(zone) : "UTC");
    }

    private static Escalation? ReadEscalation(ConfigValue? value, IdSet channels)
    {
        if (value is null)
        {
            return null;
        }

        using var escalation = value.Section();
        return new Escalation(
            escalation.Required("after_minutes").Int(1, 1_440),
            escalation.Optional("severity")?.Choice(Severities) ?? NoticeSeverity.Critical,
            escalation.Required("channels").List(one => one.Reference(channels), countMin: 1));
    }

    private static Heartbeat? ReadHeartbeat(ConfigValue? value)
    {
        if (value is null)
        {
            return null;
        }

        using var heartbeat = value.Section();
        return new Heartbeat(
            NameRules.EnvironmentVariable(heartbeat.Required("url_variable")), heartbeat.Optional("every_minutes")?.Int(1, 1_440) ?? 5);
    }
}
