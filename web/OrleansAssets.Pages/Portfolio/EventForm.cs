using System.Collections.Immutable;
using OrleansAssets.Pages.Forms;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Portfolio;

/// <summary>What happened without a trade, as a form says it: the fields are those of its kind.</summary>
public sealed class EventForm : StepForm
{
    public string? Kind { get; set; }

    public string? EventId { get; set; }

    public string? Asset { get; set; }

    public string? NewAsset { get; set; }

    public string? NewUnits { get; set; }

    public string? OldUnits { get; set; }

    public string? Amount { get; set; }

    public string? PerUnit { get; set; }

    public string? Withheld { get; set; }

    public string? Currency { get; set; }

    public string? Rate { get; set; }

    public string? At { get; set; }

    public string? Strategy { get; set; }

    internal static ImmutableArray<BookEventKind> Kinds { get; } = [.. Enum.GetValues<BookEventKind>()];

    /// <summary>Whether it is of an asset always, and not of the whole portfolio.</summary>
    internal static bool NeedsAsset(BookEventKind kind) =>
        kind is not (BookEventKind.Interest or BookEventKind.Fee or BookEventKind.Rebate);

    /// <summary>Whether its amount is said with a sign, as it may be received or paid.</summary>
    internal static bool IsEitherWay(BookEventKind kind) =>
        kind is BookEventKind.Dividend or BookEventKind.Interest or BookEventKind.Financing;

    /// <summary>Whether tax may be kept back from it.</summary>
    internal static bool IsTaxed(BookEventKind kind) => kind is BookEventKind.Dividend or BookEventKind.Interest;

    /// <summary>The event; what of its figures is none is told to the reader. Whether it makes sense the book says.</summary>
    internal BookEvent Read(FormTexts texts, string by)
    {
        var kind = texts.Choice<BookEventKind>("kind", Kind);
        var isChange = kind is BookEventKind.Split or BookEventKind.SymbolChange;
        var amount = isChange || kind is BookEventKind.Delisting or BookEventKind.Dividend
            ? texts.Number("amount", Amount) : texts.NeededNumber("amount", Amount);
        return new BookEvent(
            texts.Needed("event's id", EventId), kind, texts.Time("time", At) ?? default,
            NeedsAsset(kind) ? texts.Needed("asset", Asset) : FormTexts.Text(Asset),
            kind is BookEventKind.BorrowFee or BookEventKind.Fee ? -amount : amount,
            kind == BookEventKind.Delisting ? texts.Number("amount of a unit", PerUnit) ?? 0 : texts.Number("amount of a unit", PerUnit),
            texts.Number("tax", Withheld) ?? 0, FormTexts.Text(Currency), texts.Number("rate", Rate),
            texts.Whole("number of new units", NewUnits), texts.Whole("number of old units", OldUnits), FormTexts.Text(NewAsset),
            FormTexts.Text(Strategy), by, Why)
        {
            Confirmed = Confirmed,
        };
    }
}
