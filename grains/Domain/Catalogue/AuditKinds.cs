using System.Collections.Immutable;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Domain.Catalogue;

/// <summary>Streams of the audit log that are of no portfolio, phase or asset.</summary>
public static class AuditStreams
{
    /// <summary>What people hear, and who has seen it.</summary>
    public const string Notices = "notices";

    /// <summary>What was dropped or compressed for its age.</summary>
    public const string Retention = "retention";

    /// <summary>All of them, also those that have no entry yet.</summary>
    public static ImmutableArray<string> All { get; } = [Keys.Access, ConfigurationContent.Stream, Notices, Retention];
}

/// <summary>What the entries of the audit log are called, so that whoever asks for a misspelt kind is told and waits for nothing.</summary>
public static class AuditKinds
{
    public const string ConfigurationApplied = "configuration_applied";
    public const string Acknowledged = "acknowledged";
    public const string EnabledByHand = "enabled_by_hand";
    public const string DisabledByHand = "disabled_by_hand";
    public const string QuoteAccepted = "quote_accepted";
    public const string TokenMade = "token_made";
    public const string TokenRevoked = "token_revoked";
    public const string PartitionsDropped = "partitions_dropped";
    public const string PartitionsCompressed = "partitions_compressed";

    private static readonly ImmutableArray<string> Known =
    [
        .. PortfolioEventJson.Kinds.Select(one => one.Kind), .. PhaseActions.All, ConfigurationApplied, Acknowledged, EnabledByHand,
        DisabledByHand, QuoteAccepted, TokenMade, TokenRevoked, PartitionsDropped, PartitionsCompressed,
        .. NewsKinds.All.Select(NoticeNewsNote.KindOf),
    ];

    /// <summary>What is wrong with a kind; null where entries are called so. Operations have a point in their name.</summary>
    public static string? FaultOf(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Contains('.', StringComparison.Ordinal) || Known.Contains(kind, StringComparer.Ordinal)
            ? null
            : UnknownId.Message("kind of entry", kind, Known);
    }

    /// <exception cref="InvalidRequestException">One of them is the name of no entry.</exception>
    public static void Check(IEnumerable<string> kinds)
    {
        if (kinds.Select(FaultOf).OfType<string>().FirstOrDefault() is { } fault)
        {
            throw InvalidRequestException.At(
                "kinds", null, "must be kinds of entries that exist",
                fault);
        }
    }
}
