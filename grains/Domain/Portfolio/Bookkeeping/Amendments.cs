using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What is known better than the journal's entries told it when they were written: fills, events and marks that were wrong, and fills,
/// events and cash flows that came later than they happened.
/// </summary>
/// <param name="Fills">By the id of the wrong fill: the right one, null where there was none.</param>
/// <param name="Marks">In the order in which they came: a later one decides.</param>
/// <param name="Late">Fills, events and cash flows by the time to which they belong.</param>
public sealed record Amendments(
    ImmutableDictionary<string, FillRecorded?> Fills, ImmutableArray<MarkCorrection> Marks, ImmutableArray<PortfolioEvent> Late)
{
    public static Amendments None { get; } = new(ImmutableDictionary<string, FillRecorded?>.Empty, [], []);

    /// <summary>Ids of events that were taken back.</summary>
    public ImmutableHashSet<string> Events { get; init; } = [];

    /// <summary>Kinds of entries that may hold an amendment; most of a journal is of others.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [
        PortfolioEventJson.FillCorrection, PortfolioEventJson.EventCorrection, PortfolioEventJson.MarkCorrection, PortfolioEventJson.Event,
        PortfolioEventJson.Fill, PortfolioEventJson.CashFlow, PortfolioEventJson.Import,
    ];

    /// <summary>How many imports the book took what is open of.</summary>
    public int Adoptions { get; init; }

    /// <summary>
    /// With how many of them it began: each puts its figures in place of those before it, so that nothing late comes before the last.
    /// </summary>
    public int Beginnings { get; init; }

    /// <summary>What the book began with in truth, where a fill of its imports was taken back; null for what they told.</summary>
    public ImportTaken? Begun { get; init; }

    /// <summary>
    /// Whether an entry may hold an amendment, by its text: nearly all fills and events of a long journal came in time.
    /// </summary>
    public static bool MayBe(string kind, string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return kind is not (PortfolioEventJson.Fill or PortfolioEventJson.Event or PortfolioEventJson.CashFlow)
            || payload.Contains("\"restated\"", StringComparison.Ordinal);
    }

    /// <summary>Whether an event amends what was before it.</summary>
    public static bool Is(PortfolioEvent one) => one is FillCorrected or EventCorrected or MarkCorrected
        or BookEventRecorded { Restated: not null } or FillRecorded { Restated: not null } or CashMoved { Restated: not null };

    /// <summary>With what one more entry says.</summary>
    public Amendments With(PortfolioEvent one) => one switch
    {
        FillCorrected corrected => With(corrected.Correction.FillId, corrected.Replacement) with { Begun = corrected.Begun ?? Begun },
        EventCorrected corrected => Without(corrected.Correction.EventId),
        MarkCorrected corrected => With(corrected.Correction),
        BookEventRecorded { Restated: not null } or FillRecorded { Restated: not null } or CashMoved { Restated: not null } =>
            WithLate(one),
        ImportTaken { Positions: not null } taken => this with
        {
            Adoptions = Adoptions + 1, Beginnings = Beginnings + (taken.IsBeginning ? 1 : 0), Begun = null,
        },
        _ => this,
    };

    /// <param name="right">What was executed instead; null for nothing.</param>
    public Amendments With(string wrongFillId, FillRecorded? right) => this with { Fills = Fills.SetItem(wrongFillId, right) };

    /// <param name="wrongEventId">An event that never happened.</param>
    public Amendments Without(string wrongEventId) => this with { Events = Events.Add(wrongEventId) };

    /// <inheritdoc cref="With(PortfolioEvent)"/>
    public Amendments With(MarkCorrection correction) => this with { Marks = Marks.Add(correction) };

    /// <param name="late">A fill, an event or a cash flow that came later than it happened.</param>
    public Amendments WithLate(PortfolioEvent late) => this with { Late = InOrder(Late, late) };

    /// <summary>What came late, by the time to which it belongs.</summary>
    public static ImmutableArray<PortfolioEvent> InOrder(ImmutableArray<PortfolioEvent> late, PortfolioEvent one) =>
    [
        .. late.Append(one).OrderBy(HappenedAt)
            .ThenBy(told => told is FillRecorded) // of the very same instant a fill is in new units
            .ThenBy(told => told is FillRecorded fill ? fill.Fill.At : default),
    ];

    /// <summary>The time to which a fill, an event or a late cash flow belongs.</summary>
    public static DateTimeOffset HappenedAt(PortfolioEvent late) => late switch
    {
        FillRecorded fill => fill.HappenedAt,
        BookEventRecorded happened => happened.Event.EffectiveAt,
        CashMoved { At: { } at } => at,
        _ => throw new InvalidOperationException($"{late?.GetType().Name} has no time of its own."),
    };

    /// <summary>What a fill was in truth; null where it was none.</summary>
    public FillRecorded? Of(FillRecorded fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var known = fill;
        while (known is not null && Fills.TryGetValue(known.Fill.FillId, out var right))
        {
            known = right;
        }

        return known;
    }

    /// <summary>What a mark was in truth; null where it was none.</summary>
    public MarkedPrice? Of(MarkedPrice mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var last = Marks.LastOrDefault(wrong => WrongMark.Of(wrong).Covers(mark.AssetId, mark.At));
        return last is null ? mark : last.Price is { } price ? mark with { Price = price, Source = last.Operator } : null;
    }
}
