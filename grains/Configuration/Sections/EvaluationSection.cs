using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads <c>evaluation</c>.</summary>
internal static class EvaluationSection
{
    private static Webhook? ReadWebhook(Section section)
    {
        var (url, secret) = (section.Optional("webhook_url"), section.Optional("webhook_secret_variable"));
        if (url is null != secret is null)
        {
            (url ?? secret)?.Fault("must stand beside the other of webhook_url and webhook_secret_variable");
        }

        return url is null || secret is null ? null : new Webhook(NameRules.HttpsOrOwnUrl(url), NameRules.EnvironmentVariable(secret));
    }

    internal static EvaluationSchedule Read(ConfigValue value)
    {
        using var section = value.Section();
        return new EvaluationSchedule(
            Portfolio: section.Optional("portfolio") is { } portfolio ? NameRules.SnakeCase(portfolio) : Keys.DefaultPortfolioId,
            EveryMinutes: section.Required("every_minutes").Int(1, 10_080),
            StaleAfterDays: section.Required("stale_after_days").Int(0, 365),
            ConsecutiveEvaluations: section.Optional("consecutive_evaluations")?.Int(1, 100) ?? 3,
            Webhook: ReadWebhook(section));
    }
}
