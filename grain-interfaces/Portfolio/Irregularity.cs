using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>
/// What happened at the broker and nobody approved. It is in the book, as it is the truth; its asset is reduce-only until an operator has
/// seen it.
/// </summary>
/// <param name="Id">Of the fill, or of the order that rests though its approval had ended.</param>
/// <param name="Text">What it is and why it is none that was approved, in a sentence.</param>
/// <param name="At">When it was told, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Irregularity")]
public sealed record Irregularity(string Id, IrregularityKind Kind, string AssetId, string Text, DateTimeOffset At);

/// <summary>In what way something at the broker was not approved.</summary>
[GenerateSerializer, Alias("OrleansAssets.IrregularityKind")]
public enum IrregularityKind
{
    /// <summary>It belongs to no order that was approved.</summary>
    Unapproved = 0,

    /// <summary>Its order had ended: lapsed, expired, cancelled, rejected or replaced.</summary>
    AfterEnd = 1,

    /// <summary>Its order is of another asset.</summary>
    WrongAsset = 2,

    /// <summary>Its order is of the other side.</summary>
    WrongSide = 3,

    /// <summary>More than its order was approved for.</summary>
    Overfill = 4,

    /// <summary>Its order was an exit, and it opened the other side.</summary>
    TurnedPosition = 5,

    /// <summary>An order that rests at the broker though its approval had ended.</summary>
    Revived = 6,

    /// <summary>At a price that the limit of its order does not allow.</summary>
    BeyondLimit = 7,

    /// <summary>Its order is of another strategy.</summary>
    WrongStrategy = 8,
}

/// <summary>An operator has seen what nobody approved.</summary>
/// <param name="Id">Of the irregularity: the fill's, or the order's.</param>
/// <param name="Reason">What came of it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FillAcceptance")]
public sealed record FillAcceptance(string Id, string Operator, string Reason);

/// <summary>What an acceptance did.</summary>
/// <param name="Lifted">Halts that were lifted, as nothing of the asset is left to be seen.</param>
/// <param name="Waiting">What is still to be seen in the portfolio.</param>
/// <param name="Mode">The portfolio's mode after it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AcceptanceAnswer")]
public sealed record AcceptanceAnswer(
    string Id, ImmutableArray<string> Lifted, ImmutableArray<Irregularity> Waiting, TradingMode Mode);
