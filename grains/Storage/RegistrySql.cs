using System.Text.Json;
using OrleansAssets.Domain.Catalogue;

namespace OrleansAssets.Storage;

internal static class RegistrySql
{
    public const string LogActivation = """
        INSERT INTO phase_activation_log (activation_id, phase_id, action, at, by, notes, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (phase_id, activation_id) DO NOTHING
        """;

    public const string StoreReadiness = """
        INSERT INTO phase_evidence (phase_id, as_of, verdict, evidence_until, requirements, missing, exits)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (phase_id, as_of) DO NOTHING
        """;

    public const string GetPhaseLog = """
        SELECT activation_id, phase_id, action, at, by, notes, evidence ->> 'verdict' FROM phase_activation_log
        WHERE phase_id = $1 ORDER BY at DESC, recorded_at DESC LIMIT $2
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
