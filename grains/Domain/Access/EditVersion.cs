using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansAssets.Assets;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Access;

/// <summary>
/// What operators change of a view, as a short text that is another one once it changed: two who decide by the same view cannot both have
/// their way unnoticed. What changes by itself, as quotes do, is no part of it.
/// </summary>
public static class EditVersion
{
    private const int Bytes = 8;

    /// <summary>Of an asset: its switch, and the quote that waits to be accepted.</summary>
    public static string Of(AssetView asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return Short(string.Create(CultureInfo.InvariantCulture, $"{asset.Enabled} {asset.EnabledChangedAt:O} {asset.Doubt?.Quote}"));
    }

    /// <summary>Of a phase: where it stands, what waits for approval and by whose word, and what is under way.</summary>
    public static string Of(PhaseView phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        var (pending, operation) = (phase.Gate.Pending, phase.Gate.Operation);
        var waits = pending is null ? "" : $"{pending.Id} {string.Join(',', pending.Approvers)}";
        return Short($"{phase.Status} {waits} {phase.Gate.Override?.ActivationId} {operation?.Id} {operation?.RollingBack}");
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
}
