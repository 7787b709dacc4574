using System.Text.Json;
using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.MarketData;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Assets;

/// <summary>
/// Keeps in the audit log, stream <c>asset/ID</c>, every change of an asset's enabled flag by hand and every quote that an operator took
/// on his word. The entry is there before the change: nobody opens an asset past its phase without a trace, and where the log cannot be
/// written all stays as it was.
/// </summary>
internal sealed class AssetAudit(IAuditLog audit)
{
    private const int ReasonMax = 500;

    public async Task RecordAsync(AssetDefinition asset, EnabledFlag before, EnabledFlag after)
    {
        // A phase's own changes are told by its own log, with their evidence.
        if (before == after || after.By == asset.PhaseId)
        {
            return;
        }

        var payload = JsonSerializer.Serialize(
            new { asset = asset.Id, phase = asset.PhaseId, was = before.Enabled, wasBy = before.By }, JsonSerializerOptions.Web);
        var kind = after.Enabled ? AuditKinds.EnabledByHand : AuditKinds.DisabledByHand;
        await audit.AppendAsync(Keys.Asset(asset.Id), new AuditNote(kind, after.By, payload, after.ChangedAt), CancellationToken.None);
    }

    public Task QuoteAcceptedAsync(AssetDefinition asset, Quote quote, string by, string reason, DateTimeOffset now)
    {
        EnabledFlag.RequireName(by, "accepts the quote");
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax)
        {
            throw InvalidRequestException.At(
                "reason", IdCheck.Given(reason), $"must have 1 to {ReasonMax} characters",
                $"A quote of {asset.Id} is accepted with a reason of 1 to {ReasonMax} characters: say how it was checked.");
        }

        var payload = JsonSerializer.Serialize(
            new { asset = asset.Id, source = quote.SourceId, at = quote.At, bid = quote.Bid, ask = quote.Ask, reason },
            JsonSerializerOptions.Web);
        return audit.AppendAsync(Keys.Asset(asset.Id), new AuditNote(AuditKinds.QuoteAccepted, by, payload, now), CancellationToken.None);
    }
}
