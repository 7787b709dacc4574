using OrleansAssets.Portfolio;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>A portfolio, its limits, and what moves of prices make of it, for people.</summary>
internal static class PortfolioPages
{
    public static Func<PortfolioView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => view =>
    {
        var positions = Page.Table("Asset", "Class", ">Units", ">Entry", ">Mark", ">Worth", ">Open profit", ">Stop", "Marked");
        foreach (var held in view.Book?.Positions ?? [])
        {
            positions.Row(
                Page.Cell(held.AssetId), Page.Cell(held.ClassId), Page.Cell(Formats.Number(held.Quantity)),
                Page.Cell(Formats.Number(held.AverageEntryPrice)), Page.Cell(Formats.Number(held.MarkPrice)),
                Page.Cell(Formats.Money(held.Exposure)), Page.Cell(Formats.Money(held.UnrealisedProfit)),
                Page.Cell(held.StopPrice is { } stop ? Formats.Number(stop) : null), Page.Cell(Formats.Age(held.MarkedAt, now)));
        }

        var reservations = Page.Table("Reservation", "Asset", ">Units", "Until");
        foreach (var held in view.Book?.Reservations ?? [])
        {
            reservations.Row(
                Page.Cell(held.ReservationId), Page.Cell(held.AssetId), Page.Cell(Formats.Number(held.SignedQuantity)),
                Page.Cell(Formats.Instant(held.ExpiresAt)));
        }

        return
        [
            Page.Facts(
                ("Portfolio", $"{view.Id}{(view.Book?.IsShadow == true ? " (paper)" : "")}"),
                ("Equity", view.Equity is { } equity ? $"{Formats.Money(equity)} {view.Currency}" : null),
                ("Cash", view.Book is { } book ? $"{Formats.Money(book.Cash)} {view.Currency}" : null),
                ("Peak", view.PeakEquity is { } peak ? $"{Formats.Money(peak)} {view.Currency}" : null),
                ("Drawdown", view.Drawdown is { } drawdown ? Formats.Measure(drawdown, "fraction") : null),
                ("Mode", view.Book?.Mode.ToString()),
                ("Halts", Formats.List(view.Book?.Halts.Select(halt => $"{halt.HaltId} on {halt.ScopeId}: {halt.Cause}") ?? [])),
                ("Warnings", Formats.List(view.Book?.Warnings ?? []))),
            positions,
            reservations,
        ];
    };

    public static IEnumerable<IRenderable> Review(PortfolioReview review) =>
    [
        Page.Facts(
            ("Portfolio", review.PortfolioId),
            ("Equity", $"{Formats.Money(review.Equity)} {review.Currency}"),
            ("Broken limits", Formats.Count(review.Uses.Count(use => use.Breached))),
            ("Groups", Formats.List(review.Groups.Select(group => string.Join(" + ", group.AssetIds)))),
            ("Correlations of", Formats.Day(review.CorrelationsAsOf)),
            ("Halts", Formats.List(review.Halts.Select(halt => $"{halt.HaltId} on {halt.ScopeId}: {halt.Cause}")))),
        Uses(review),
    ];

    public static IEnumerable<IRenderable> WhatIf(WhatIfAnswer answer)
    {
        var trips = Page.Table(">From part", "Limit", "Scope", ">Used", ">Limit of");
        foreach (var trip in answer.Trips)
        {
            trips.Row(
                Page.Cell(Formats.Percent(trip.AtPart)), Page.BadIf(true, trip.Use.Code), Page.Cell(trip.Use.Scope),
                Page.Cell(Formats.Money(Math.Round(trip.Use.Used, 2))), Page.Cell(Formats.Money(trip.Use.Limit)));
        }

        return
        [
            Page.Facts(
                ("Shocks", Formats.List(answer.Shocks.Select(shock => $"{shock.AssetId} {Formats.Percent(shock.Move)}"))),
                ("Profit", $"{Formats.Money(Math.Round(answer.Profit, 2))} {answer.After.Currency}"),
                ("Equity after", $"{Formats.Money(Math.Round(answer.After.Equity, 2))} {answer.After.Currency}"),
                ("Drawdown", Formats.Percent(answer.Drawdown)),
                ("Trips", answer.Trips.IsEmpty ? "no limit" : $"{answer.Trips[0].Use.Code} of {answer.Trips[0].Use.Scope} first")),
            trips,
            Uses(answer.After),
        ];
    }

    private static Table Uses(PortfolioReview review)
    {
        var table = Page.Table("Limit", "Scope", ">Used", ">Of that reserved", ">Limit of", ">Left", "Unit");
        foreach (var use in review.Uses)
        {
            table.Row(
                Page.BadIf(use.Breached, use.Code), Page.Cell(use.Scope), Page.Cell(Formats.Money(Math.Round(use.Used, 2))),
                Page.Cell(Formats.Money(Math.Round(use.Reserved, 2))), Page.Cell(Formats.Money(use.Limit)),
                Page.Cell(Formats.Money(Math.Round(use.Headroom, 2))), Page.Cell(use.Unit));
        }

        return table;
    }
}
