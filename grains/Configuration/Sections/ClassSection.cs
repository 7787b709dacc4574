using OrleansAssets.AssetClasses;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>asset_classes</c>. Its members are filled in once the assets are read.</summary>
/// <param name="shadow">Costs on paper of a class that names none.</param>
internal sealed class ClassSection(ShadowSettings shadow)
{
    internal ClassEntry Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var definition = new AssetClassDefinition(
            Id: NameRules.SnakeCase(key),
            Name: section.Required("name").Text(),
            Enabled: section.Required("enabled").Bool(),
            MaxAllocation: section.Required("max_allocation").Decimal(0.01m, 1.00m),
            MaxPositions: section.Required("max_positions").Int(1, 100),
            RiskMultiplier: section.Required("risk_multiplier").Decimal(0.1m, 2.0m),
            DefaultPosition: section.Required("default_position").Decimal(0.02m, 0.10m),
            Members: [],
            Hours: ReadHours(section),
            NegativePrices: section.Optional("negative_prices")?.Bool() ?? false);
        if (definition.Id == ConversionPair.ClassId)
        {
            key.Fault("must be another name: this one means the pairs under conversions");
        }

        if (definition.DefaultPosition > definition.MaxAllocation)
        {
            section.Required("default_position").Fault("must be at most max_allocation");
        }

        return new ClassEntry(
            definition, key, QuotesSection.ReadLimits(section.Optional("quotes")), ReadOrders(section.Optional("orders")),
            ShadowSection.ReadCosts(section.Optional("paper"), shadow));
    }

    private static TradeLimits ReadOrders(ConfigValue? value)
    {
        var usual = TradeLimits.Default;
        if (value is null)
        {
            return usual;
        }

        using var orders = value.Section();
        return new TradeLimits(
            AllowShort: orders.Optional("allow_short")?.Bool() ?? usual.AllowShort,
            PriceCollar: orders.Optional("price_collar")?.Decimal(0.001m, 1.00m) ?? usual.PriceCollar,
            MaxSpread: orders.Optional("max_spread")?.Decimal(0.0001m, 0.50m) ?? usual.MaxSpread,
            SessionOnly: orders.Optional("session_only")?.Bool() ?? usual.SessionOnly);
    }

    internal static MarketHours ReadHours(Section section) => section.Optional("trading_hours")?.Choice(
        ("always", MarketHours.Always), ("us_exchange", MarketHours.UsExchange), ("forex", MarketHours.Forex),
        ("futures", MarketHours.Futures)) ?? MarketHours.Always;
}

/// <summary>A class and where it stands.</summary>
/// <param name="Paper">Null where paper portfolios are filled as for every class.</param>
internal sealed record ClassEntry(
    AssetClassDefinition Definition, ConfigValue Key, QuoteLimits Quotes, TradeLimits Orders, PaperCosts? Paper);
