using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>When a dividend is paid, by its asset and its ex-date; null where no source says so.</summary>
public delegate DateOnly? PaidOn(string assetId, DateOnly exDate);

/// <summary>What entries of a journal tell of what is no trade.</summary>
public static class BookedMatters
{
    /// <summary>What an entry booked; null where that is nothing a statement would list.</summary>
    /// <param name="at">When the entry was written.</param>
    public static BookedMatter? Of(PortfolioEvent one, DateTimeOffset at, PaidOn paidOn)
    {
        ArgumentNullException.ThrowIfNull(paidOn);
        return one switch
        {
            CashMoved moved => new BookedMatter(
                moved.FlowId, ImportedEventKind.CashFlow, null, DateOnly.FromDateTime(moved.MovedAt(at).UtcDateTime), moved.Amount),
            BookEventRecorded recorded when KindOf(recorded.Event.Kind) is { } kind => Of(recorded, kind, paidOn),
            _ => null,
        };
    }

    /// <summary>What an event is, as it was recorded or would be.</summary>
    public static BookedMatter Of(BookEventRecorded recorded, ImportedEventKind kind, PaidOn paidOn)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(paidOn);
        var one = recorded.Event;
        var isCollected = one.Operator == SettlingRules.Operator;
        var day = isCollected ? NewYorkTime.DateOf(one.EffectiveAt) : DateOnly.FromDateTime(one.EffectiveAt.UtcDateTime);
        return new BookedMatter(one.EventId, kind, one.AssetId, day, recorded.Outcome.Amount, recorded.Outcome.Withheld)
        {
            PaidOn = isCollected && kind == ImportedEventKind.Dividend && one.AssetId is { } asset ? paidOn(asset, day) : null,
            NewUnits = one.NewUnits,
            OldUnits = one.OldUnits,
            NewAssetId = one.NewAssetId,
            PerUnit = kind == ImportedEventKind.Delisting ? one.PerUnit : null,
            IsCollected = isCollected,
        };
    }

    /// <summary>The kind of a statement's line for an event's; null where there is none.</summary>
    public static ImportedEventKind? KindOf(BookEventKind kind) => kind switch
    {
        BookEventKind.Split => ImportedEventKind.Split,
        BookEventKind.SymbolChange => ImportedEventKind.SymbolChange,
        BookEventKind.Delisting => ImportedEventKind.Delisting,
        BookEventKind.Dividend => ImportedEventKind.Dividend,
        BookEventKind.Interest => ImportedEventKind.Interest,
        BookEventKind.Financing => ImportedEventKind.Financing,
        BookEventKind.BorrowFee => ImportedEventKind.BorrowFee,
        BookEventKind.Fee => ImportedEventKind.Fee,
        BookEventKind.Rebate => ImportedEventKind.Rebate,
        _ => null,
    };
}
