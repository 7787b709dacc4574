using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class RegistryStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly AssetDefinition Asset = new(
        "GBP/JPY", "British pound in yen", "forex", "phase_3_forex_majors", false,
        [new SourceSymbol("oanda", "GBP_JPY")], [new LeadingIndicator("rate_gap", "fred", "Gap of rates")], ["oanda"], [],
        new AssetRisk(
            0.10m, 6, 0.000000000000000001m, 3, 0, new PriceDistance(50m, DistanceUnit.Pips), new PriceDistance(100m, DistanceUnit.Pips),
            10m, 0.01m, new SpecialRules(null, ["@boe"], false, null, false, false, 100m)));

    private readonly RegistryStore _store = new(postgres.DataSource);

    [Fact]
    public async Task UpsertAsset_New_IsStoredInColumns()
    {
        await _store.UpsertAssetAsync(Asset, enabled: true, default);

        Assert.Equal(
            ["forex|True|0.10|0.000000000000000001|50|pips|100|pips|0.01|oanda|0|GBP_JPY|@boe"],
            await ReadAsync("SELECT asset_class, enabled, max_position, min_trade_size, stop_loss, stop_loss_unit, take_profit, "
                + "take_profit_unit, pip_size, required_sources[1], cardinality(optional_sources), symbols->0->>'symbol', "
                + "special_rules->'watched_accounts'->>0 "
                + "FROM asset_registry WHERE asset_id = 'GBP/JPY'"));
    }

    [Fact]
    public async Task UpsertAsset_Unchanged_IsNotRewritten()
    {
        await _store.UpsertAssetAsync(Asset with { Id = "twice" }, enabled: false, default);
        var before = await ReadAsync("SELECT xmin, updated_at FROM asset_registry WHERE asset_id = 'twice'");

        await _store.UpsertAssetAsync(Asset with { Id = "twice" }, enabled: false, default);
        Assert.Equal(before, await ReadAsync("SELECT xmin, updated_at FROM asset_registry WHERE asset_id = 'twice'"));

        await _store.UpsertAssetAsync(Asset with { Id = "twice" }, enabled: true, default);
        Assert.Equal(["True"], await ReadAsync("SELECT enabled FROM asset_registry WHERE asset_id = 'twice'"));
    }

    [Fact]
    public async Task UpsertClass_Twice_KeepsTheLast()
    {
        var definition = new AssetClassDefinition("forex", "Forex", false, 0.30m, 4, 1.2m, 0.10m, ["GBP/JPY"]);
        await _store.UpsertClassAsync(definition, enabled: false, default);
        await _store.UpsertClassAsync(definition with { MaxPositions = 5 }, enabled: true, default);

        Assert.Equal(["True|0.30|5|1.2|GBP/JPY"], await ReadAsync(
            "SELECT enabled, max_allocation, max_positions, risk_multiplier, members[1] FROM asset_class_config "
            + "WHERE asset_class = 'forex'"));
    }

    [Fact]
    public async Task GetFlags_AssetsAndClasses_AreReadAsRegistered()
    {
        await _store.UpsertAssetAsync(Asset with { Id = "flag on" }, enabled: true, default);
        await _store.UpsertAssetAsync(Asset with { Id = "flag off" }, enabled: false, default);
        await _store.UpsertClassAsync(new AssetClassDefinition("flags", "Flags", false, 0.30m, 4, 1.2m, 0.10m, []), enabled: true, default);

        var flags = await _store.GetFlagsAsync(default);

        Assert.Contains(new RegisteredFlag("assets", "flag on", true), flags);
        Assert.Contains(new RegisteredFlag("assets", "flag off", false), flags);
        Assert.Contains(new RegisteredFlag("asset_classes", "flags", true), flags);
    }

    [Fact]
    public async Task UpsertSource_View_IsStoredInColumns()
    {
        var view = new DataSourceView(
            new DataSourceDefinition(
                "oanda", "OANDA", "free", 12.50m, ["OANDA_KEY"], "https://example.invalid", ["forex"], [new RateWindow("second", 1, 100)],
                [new DatasetSchedule(DatasetKind.Candles, Timeframe.H1, 60, 30)], true),
            DataSourceStatus.NotConfigured, "OANDA_KEY is not set", "live", ["OANDA_KEY"], null, Rows.Start, "no key", 2, null, null,
            0m, [], []);

        await _store.UpsertSourceAsync(view, default);

        Assert.Equal(["not_configured|live|12.50|0|OANDA_KEY|candles-1h|100|2|True"], await ReadAsync(
            "SELECT status, mode, list_price_usd, monthly_cost_usd, missing_keys[1], datasets->0->>'name', windows->0->>'limit_units', "
            + "consecutive_failures, last_failure_at = '2025-03-01Z' FROM data_source_registry WHERE source_id = 'oanda'"));
    }

    [Fact]
    public async Task StoreReadiness_TwoEvaluations_ViewShowsTheNewest()
    {
        var days = new RequirementResult(
            "crypto_profitable_days", RequirementMetric.ProfitableDays, "crypto", Direction.AtLeast, 30m, 12, null, "days", false, 60,
            60, "18 more");
        var sharpe = new RequirementResult(
            "sharpe_ratio_min", RequirementMetric.SharpeRatio, null, Direction.MoreThan, 1.5m, null, "undefined", "ratio", false, 60, 1,
            "more days");
        var readiness = new Readiness(
            "phase_1_stocks", ReadinessVerdict.NotReady, Rows.Start, new DateOnly(2025, 2, 28), [days, sharpe], ["18 more", "more days"])
        {
            Mode = "live",
        };
        var newer = readiness with { AsOf = Rows.Start.AddHours(1),
            Requirements = [days with { Current = 30, Met = true, Missing = null }, sharpe] };

        await _store.StoreReadinessAsync(newer, default);
        await _store.StoreReadinessAsync(readiness, default);
        await _store.StoreReadinessAsync(readiness, default);

        Assert.Equal(["live|2"], await ReadAsync("SELECT mode, count(*) FROM phase_evidence GROUP BY mode"));
        Assert.Equal(
            ["not_ready|crypto_profitable_days|profitable_days|crypto|at_least|30|30|True|",
                "not_ready|sharpe_ratio_min|sharpe_ratio||more_than|1.5||False|more days"],
            await ReadAsync("SELECT verdict, requirement, metric, scope, direction, threshold, current, met, missing "
                + "FROM phase_readiness ORDER BY requirement"));
    }

    private Task<string[]> ReadAsync(string sql) => Rows.ReadAsync(postgres.DataSource, sql);
}
