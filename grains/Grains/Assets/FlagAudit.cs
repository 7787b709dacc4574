using System.Text.Json;
using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Assets;

/// <summary>
/// Keeps every change of an asset's enabled flag in the audit log, stream <c>asset/ID</c>. The entry is there before the flag: nobody opens
/// an asset past its phase without a trace, and where the log cannot be written the flag stays.
/// </summary>
internal sealed class FlagAudit(IAuditLog audit)
{
    public async Task RecordAsync(AssetDefinition asset, EnabledFlag before, EnabledFlag after)
    {
        // A phase's own changes are told by its own log, with their evidence.
        if (before == after || after.By == asset.PhaseId)
        {
            return;
        }

        var payload = JsonSerializer.Serialize(
            new { asset = asset.Id, phase = asset.PhaseId, was = before.Enabled, wasBy = before.By }, JsonSerializerOptions.Web);
        var kind = after.Enabled ? "enabled_by_hand" : "disabled_by_hand";
        await audit.AppendAsync(Keys.Asset(asset.Id), new AuditNote(kind, after.By, payload, after.ChangedAt), CancellationToken.None);
    }
}
