using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Tests.Domain;

/// <summary>What is wrong with <c>notices</c> is told with its place, and nothing that may be a secret is repeated.</summary>
public sealed class NoticesSectionTests
{
    [Theory]
    [InlineData("channels: { ops: { kind: webhok } }", "notices.channels.ops.kind", "did you mean 'webhook'?")]
    [InlineData("channels: { chat: { kind: slack, url_variable: https://hooks.slack.com/T0/B0/x } }",
        "notices.channels.chat.url_variable", "found a text of 31 characters; must be the NAME of an environment variable")]
    [InlineData("channels: { ops: { kind: webhook, url: \"http://example.com\", secret_variable: S } }",
        "notices.channels.ops.url", "must be an address that starts with https://")]
    [InlineData("page_url: \"http://10.0.0.7:8080\"", "notices.page_url", "or with http:// on this machine")]
    [InlineData("page_url: \"http://me:secret@127.0.0.1:8080\"", "notices.page_url", "holds no credentials")]
    [InlineData("channels: { m: { kind: email, host: h, from: a@example.com, to: [nobody] } }",
        "notices.channels.m.to[0]", "must be an address as in ops@example.com")]
    [InlineData("channels: { m: { kind: email, host: h, from: a@example.com, to: [b@example.com], user: u } }",
        "notices.channels.m.user", "must stand beside the other of user and password_variable")]
    [InlineData("channels: { evaluation: { kind: slack, url_variable: U } }", "notices.channels.evaluation", "must be another name")]
    [InlineData("channels: { chat: { kind: slack, url_variable: U } }, routes: { all: { channels: [chatt] } }",
        "notices.routes.all.channels[0]", "must be a channel of notices.channels; did you mean 'chat'?")]
    [InlineData("channels: { chat: { kind: slack, url_variable: U } }, routes: { all: { channels: [chat], kinds: [halts] } }",
        "notices.routes.all.kinds[0]", "did you mean 'halt'?")]
    [InlineData("quiet_hours: { from: \"24:00\", until: \"07:00\" }", "notices.quiet_hours.from", "must be a time of the day")]
    [InlineData("quiet_hours: { from: \"07:00\", until: \"07:00\" }", "notices.quiet_hours", "must end at another time")]
    [InlineData("quiet_hours: { from: \"22:00\", until: \"07:00\", zone: Berlin }", "notices.quiet_hours.zone", "must be a time zone")]
    [InlineData("escalation: { after_minutes: 15, channels: [] }", "notices.escalation.channels", "must have at least 1 item")]
    [InlineData("heartbeat: { url: x }", "notices.heartbeat.url", "found the unknown key 'url'")]
    public void Read_AFault_IsNamedWithItsPlaceAndRule(string notices, string path, string message)
    {
        using var copy = new ConfigurationCopy();
        File.AppendAllText(copy.PathOf(ConfigurationCopy.Assets), $"\nnotices: {{ {notices} }}\n");

        var fault = Assert.Single(copy.Read().Faults, fault => fault.Path == path);

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.slack.com", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A listener here is enough to see what a channel gets, and the page of a default installation has no TLS.</summary>
    [Fact]
    public void Read_PlainAddressesOfThisMachine_AreTaken()
    {
        using var copy = new ConfigurationCopy();
        File.AppendAllText(
            copy.PathOf(ConfigurationCopy.Assets),
            "\nnotices:\n  page_url: http://127.0.0.1:8080\n  channels:\n"
            + "    ops: { kind: webhook, url: http://localhost:9911/assets, secret_variable: S }\n");

        Assert.Empty(copy.Read().Faults);
    }

    [Fact]
    public void Read_NothingOrAWebhookOfPhases_TellsNobodyOrThatOne()
    {
        using var copy = new ConfigurationCopy();
        Assert.Empty(copy.Read().Configuration!.Notices.Channels); // it is valid
        copy.Replace(
            ConfigurationCopy.Phases, "evaluation:", "every_minutes:",
            "webhook_url: \"https://example.com/x\"\n  webhook_secret_variable: S\n  every_minutes:");

        var channel = Assert.Single(copy.Read().Configuration!.Notices.Channels); // likewise

        Assert.Equal((NoticeSettings.EvaluationChannel, NoticeChannelKind.Webhook), (channel.Id, channel.Kind));
    }
}
