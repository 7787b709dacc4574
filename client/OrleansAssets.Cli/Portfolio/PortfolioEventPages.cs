using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>What happened without a trade, for people.</summary>
internal static class PortfolioEventPages
{
    public static IEnumerable<IRenderable> Event(BookEventAnswer answer) =>
    [
        PageParts.Facts(
            ("Event", $"{answer.EventId}: {NameOf(answer.Kind)}{Standing(answer)}"),
            ("Asset", answer.AssetId),
            ("Held", answer.AssetId is null
                ? null
                : $"{ValueText.Number(answer.QuantityBefore)} units, then {ValueText.Number(answer.Quantity)}"),
            ("Price", Prices(answer)),
            ("Cash", $"{answer.Amount.ToString("+#,0.00;-#,0.00;0", CultureInfo.InvariantCulture)} USD"
                + (answer.Withheld == 0 ? "" : $", {ValueText.Money(answer.Withheld)} USD tax kept back")),
            ("Conversion", $"{ValueText.Number(answer.Rate)}: {answer.RateSource}"),
            ("Revises", answer.RevisedDays == 0
                ? null
                : $"{answer.RevisedDays} ended {(answer.RevisedDays == 1 ? "day" : "days")}, from {ValueText.Day(answer.RevisedFrom)} on"),
            ("Hard to believe", answer.Doubt is null ? null : $"{answer.Doubt}. Where it is true, record it with --yes")),
    ];

    private static string? Prices(BookEventAnswer answer) => answer switch
    {
        { PriceBefore: { } before, PriceAfter: { } after } when before != after =>
            $"{ValueText.Price(before)} a unit, then {ValueText.Price(after)}",
        { PriceBefore: { } before } => $"{ValueText.Price(before)} a unit",
        _ => null,
    };

    private static string Standing(BookEventAnswer answer) => answer switch
    {
        { Repeated: true } => ", known before",
        { Sequence: 0 } => "; only asked (--dry-run), nothing was recorded",
        _ => "",
    };

    /// <summary>As the console names a kind.</summary>
    public static string NameOf(BookEventKind kind) => kind switch
    {
        BookEventKind.SymbolChange => "symbol change",
        BookEventKind.BorrowFee => "borrow fee",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
