using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads what quotes must keep to be believed; what is left out has its default.</summary>
internal static class QuotesSection
{
    /// <summary><c>quotes</c> of a class or of a conversion pair.</summary>
    internal static QuoteLimits ReadLimits(ConfigValue? value)
    {
        if (value is null)
        {
            return QuoteLimits.Default;
        }

        using var quotes = value.Section();
        return new QuoteLimits(
            MaxSpread: quotes.Optional("max_spread")?.Decimal(0.0001m, 0.50m) ?? QuoteLimits.Default.MaxSpread,
            MaxJump: quotes.Optional("max_jump")?.Decimal(0.005m, 0.90m) ?? QuoteLimits.Default.MaxJump);
    }

    /// <summary><c>global_risk.quotes</c>.</summary>
    internal static JumpConfirmation ReadJumps(ConfigValue? value)
    {
        var usual = JumpConfirmation.Default;
        if (value is null)
        {
            return usual;
        }

        using var quotes = value.Section();
        return new JumpConfirmation(
            Quotes: quotes.Optional("confirm_quotes")?.Int(2, 100) ?? usual.Quotes,
            Minutes: quotes.Optional("confirm_minutes")?.Int(1, 1_440) ?? usual.Minutes,
            SplitHours: quotes.Optional("split_confirm_hours")?.Int(1, 168) ?? usual.SplitHours);
    }
}
