using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Catalogue;

namespace OrleansAssets.Storage;

/// <summary>A row of asset_class_config: each property is a column of that name in snake case.</summary>
internal sealed record AssetClassRow(
    string AssetClass, string Name, bool Enabled, decimal MaxAllocation, int MaxPositions, decimal RiskMultiplier, decimal DefaultPosition,
    ImmutableArray<string> Members)
{
    public static AssetClassRow Of(AssetClassDefinition definition, bool enabled) => new(
        definition.Id, definition.Name, enabled, definition.MaxAllocation, definition.MaxPositions, definition.RiskMultiplier,
        definition.DefaultPosition, definition.Members);
}

/// <summary>A row of asset_registry.</summary>
internal sealed record AssetRow(
    string AssetId, string Name, string AssetClass, string PhaseId, bool Enabled, decimal MaxPosition, int VolatilityScore,
    decimal MinTradeSize, int PricePrecision, int QuantityPrecision, decimal StopLoss, DistanceUnit StopLossUnit, decimal? TakeProfit,
    DistanceUnit? TakeProfitUnit, decimal LeverageLimit, decimal? PipSize, ImmutableArray<string> RequiredSources,
    ImmutableArray<string> OptionalSources, ImmutableArray<SourceSymbol> Symbols, ImmutableArray<LeadingIndicator> LeadingIndicators,
    SpecialRules SpecialRules)
{
    public static AssetRow Of(AssetDefinition definition, bool enabled) => new(
        definition.Id, definition.Name, definition.ClassId, definition.PhaseId, enabled, definition.Risk.MaxPosition,
        definition.Risk.VolatilityScore, definition.Risk.MinTradeSize, definition.Risk.PricePrecision, definition.Risk.QuantityPrecision,
        definition.Risk.StopLoss.Value, definition.Risk.StopLoss.Unit, definition.Risk.TakeProfit?.Value, definition.Risk.TakeProfit?.Unit,
        definition.Risk.LeverageLimit, definition.Risk.PipSize, definition.RequiredSources, definition.OptionalSources, definition.Symbols,
        definition.LeadingIndicators, definition.Risk.Rules);
}

/// <summary>A row of data_source_registry.</summary>
internal sealed record DataSourceRow(
    string SourceId, string Name, string Plan, string Mode, DataSourceStatus Status, string StatusText, decimal ListPriceUsd,
    decimal MonthlyCostUsd, ImmutableArray<string> Classes, ImmutableArray<string> MissingKeys, bool Collected,
    ImmutableArray<RateWindow> Windows, ImmutableArray<DatasetRow> Datasets, DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt,
    string? LastError, int ConsecutiveFailures, DateTimeOffset? BlockedUntil, DateTimeOffset? NextDueAt)
{
    public static DataSourceRow Of(DataSourceView view) => new(
        view.Definition.Id, view.Definition.Name, view.Definition.Plan, view.Mode, view.Status, view.StatusText,
        view.Definition.MonthlyCostUsd, view.MonthlyCostUsd, view.Definition.Classes, view.MissingKeys, view.Definition.Collected,
        view.Definition.Windows,
        [.. view.Definition.Datasets.Select(dataset => new DatasetRow(dataset.Name, dataset.EverySeconds, dataset.HistoryDays))],
        view.LastSuccessAt, view.LastFailureAt, view.LastError, view.ConsecutiveFailures, view.BlockedUntil, view.NextDueAt);
}

/// <summary>A dataset of a source, inside its row.</summary>
internal sealed record DatasetRow(string Name, int EverySeconds, int HistoryDays);

internal static class RegistrySql
{
    public const string StoreReadiness = """
        INSERT INTO phase_evidence (phase_id, as_of, verdict, evidence_until, requirements, missing, exits, provenance, imported,
            remarks, mode)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (phase_id, as_of) DO NOTHING
        """;

    public const string GetFlags = $"""
        SELECT '{CatalogueRules.AssetKind}', asset_id, enabled FROM asset_registry
        UNION ALL SELECT '{CatalogueRules.ClassKind}', asset_class, enabled FROM asset_class_config
        """;

    /// <summary>
    /// Upserts a row given as one JSON object whose names are the columns; a row that stays the same is not touched. The first property
    /// of the row is the key.
    /// </summary>
    public static string UpsertOf<TRow>(string table)
    {
        var columns = typeof(TRow).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToArray();
        var list = string.Join(", ", columns);
        return $"""
            INSERT INTO {table} AS stored ({list})
            SELECT {list} FROM jsonb_populate_record(NULL::{table}, $1)
            ON CONFLICT ({columns[0]}) DO UPDATE SET
                {string.Join(", ", columns.Skip(1).Select(column => $"{column} = excluded.{column}"))}, updated_at = now()
            WHERE ({string.Join(", ", columns.Select(column => "stored." + column))})
                IS DISTINCT FROM ({string.Join(", ", columns.Select(column => "excluded." + column))})
            """;
    }
}
