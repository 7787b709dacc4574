using System.Collections.Immutable;
using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Output;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>A portfolio, its limits, and what moves of prices make of it, for people.</summary>
internal static class PortfolioPages
{
    /// <summary>Scopes that are named: more of them nobody reads, and the farthest are the last.</summary>
    private const int ScopesShown = 10;

    public static Func<PortfolioView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => view =>
    {
        var positions = new AnswerTable(
            "Asset", "Class", ">Units", ">Entry", ">Mark", ">Worth", ">Open profit", ">Stop", ">Target", "Marked")
        {
            Empty = "Nothing is held.",
        };
        foreach (var held in view.Book?.Positions ?? [])
        {
            positions.Row(
                PageParts.Cell(held.AssetId), PageParts.Cell(held.ClassId), PageParts.Cell(ValueText.Number(held.Quantity)),
                PageParts.Cell(ValueText.Price(held.AverageEntryPrice)), PageParts.Cell(ValueText.Price(held.MarkPrice)),
                PageParts.Cell(ValueText.Money(held.Quantity < 0 ? -held.Exposure : held.Exposure)),
                PageParts.Cell(ValueText.Money(held.UnrealisedProfit)),
                PageParts.Cell(held.StopPrice is { } stop ? ValueText.Price(stop) : null),
                PageParts.Cell(held.TargetPrice is { } target ? ValueText.Price(target) : null),
                PageParts.Cell(ValueText.Age(held.MarkedAt, now)));
        }

        var reservations = new AnswerTable("Reservation", "Order", "Asset", ">Units", "Until") { Empty = "Nothing is reserved." };
        foreach (var held in view.Book?.Reservations ?? [])
        {
            reservations.Row(
                PageParts.Cell(held.ReservationId), PageParts.Cell(held.ClientOrderId), PageParts.Cell(held.AssetId),
                PageParts.Cell(ValueText.Number(held.SignedQuantity)),
                PageParts.Cell(held.ExpiresAt == DateTimeOffset.MaxValue ? "it ends" : ValueText.Instant(held.ExpiresAt)));
        }

        return
        [
            PageParts.Facts(
                ("Portfolio", $"{view.Id}{(view.Book?.IsShadow == true ? " (paper)" : "")}"),
                ("Equity", view.Equity is { } equity ? $"{ValueText.Money(equity)} {view.Currency}" : null),
                ("Cash", view.Book is { } book ? $"{ValueText.Money(book.Cash)} {view.Currency}" : null),
                ("Profit", view.Book is { } made
                    ? $"{ValueText.Money(made.RealisedProfit)} realised, {ValueText.Money(made.UnrealisedProfit)} open; "
                        + $"dividends, interest and rebates {ValueText.Money(made.Income)}, costs {ValueText.Money(made.Costs)}, "
                        + $"fees {ValueText.Money(made.Fees)}"
                    : null),
                ("Peak", view.PeakEquity is { } peak ? $"{ValueText.Money(peak)} {view.Currency}" : null),
                ("Drawdown", view.Drawdown is { } drawdown ? $"{ValueText.Depth(drawdown)} below the peak" : null),
                ("Rates", ValueText.List(Rates(view, now))),
                ("Mode", view.Book?.Mode.ToString()),
                ("Advice", ValueText.List(view.Book?.Advice.Select(one => one.Text) ?? [])),
                ("Not approved", ValueText.List(view.Book?.Unseen.Select(one => one.Text) ?? [])),
                ("Halts", ValueText.List(view.Book?.Halts.Select(HaltLine.Of) ?? [])),
                ("Waiting", ValueText.List(Waiting(view))),
                ("Halts at", ValueText.List(Distances(view))),
                ("Scopes halt at", ValueText.List(ScopeDistances(view))),
                ("Warnings", ValueText.List(view.Book?.Warnings ?? []))),
            positions,
            reservations,
        ];
    };

    public static IEnumerable<IRenderable> List(ImmutableArray<PortfolioGlance> portfolios)
    {
        var table = PageParts.Table("Portfolio", ">Equity", "Mode", "~Halts at", "~Halts in force");
        foreach (var one in portfolios)
        {
            table.Row(
                PageParts.Cell(one.PortfolioId), PageParts.Cell(one.Equity is { } equity ? ValueText.Money(equity) : null),
                PageParts.BadIf(one.Mode != TradingMode.Normal, one.Mode.ToString()),
                PageParts.Cell(one.Distances.FirstOrDefault() is { } nearest
                    ? $"{ValueText.Money(nearest.HaltsAt)} ({nearest.Code})"
                    : null),
                PageParts.Cell(one.Fault is { } fault ? $"cannot be read: {fault}" : ValueText.List(one.Halts.Select(HaltLine.Of))));
        }

        return [table];
    }

    /// <summary>E.g. <c>equity 7,500 USD (DRAWDOWN, 900 USD away, 64 % of it used)</c>.</summary>
    public static IEnumerable<string> Distances(PortfolioView view) =>
        (view.Book?.Distances is { IsDefault: false } distances ? distances : []).Select(distance =>
            $"equity {ValueText.Money(distance.HaltsAt)} {view.Currency} ({distance.Code}, "
            + $"{ValueText.Money(distance.Left)} {view.Currency} away, "
            + $"{ValueText.Percent(distance.Loss / distance.Limit)} of it used)");

    /// <summary>E.g. <c>1 JPY at 0.0066 USD, stated by Ada, needs 1 more until 2026-11-25 10:00Z</c>.</summary>
    public static string Waiting(WaitingRate one, string currency) =>
        $"1 {one.Currency} at {ValueText.Number(one.Rate)} {currency}, stated by {Names(one.By, one.Lapsed)}, needs {one.Missing} more "
        + $"until {ValueText.Instant(one.Until)}";

    private static IEnumerable<string> Waiting(PortfolioView view) =>
    [
        .. (view.Book?.Withdrawals is { IsDefault: false } asked ? asked : []).Select(one =>
            $"{ValueText.Money(-one.Amount)} {view.Currency} to be taken out ({one.FlowId}), asked for by {Names(one.By, one.Lapsed)}, "
            + $"needs {one.Missing} more until {ValueText.Instant(one.Until)}"),
        .. (view.Book?.WaitingRates is { IsDefault: false } stated ? stated : []).Select(one => Waiting(one, view.Currency)),
    ];

    private static string Names(ImmutableArray<string> by, ImmutableArray<string> lapsed) => string.Join(
        ", ", by.Concat((lapsed.IsDefault ? [] : lapsed).Select(name => $"{name} (whose word counts no more)")));

    /// <summary>E.g. <c>DAILY_LOSS of asset NVDA: 190 of 300 USD (110 left)</c>, the nearest first.</summary>
    public static IEnumerable<string> ScopeDistances(PortfolioView view)
    {
        var all = view.Book?.ScopeDistances is { IsDefault: false } distances ? distances : [];
        return all.Take(ScopesShown).Select(use =>
                $"{use.Code} of {use.Scope}: {ValueText.Money(use.Used)} of {ValueText.Money(use.Limit)} {use.Unit} "
                + $"({ValueText.Money(use.Headroom)} left)")
            .Concat(all.Length > ScopesShown ? [$"{all.Length - ScopesShown} more that are farther away (--json has all)"] : []);
    }

    private static IEnumerable<string> Rates(PortfolioView view, DateTimeOffset now) =>
        (view.Book?.Rates is { IsDefault: false } rates ? rates : []).Select(rate =>
            $"1 {rate.Currency} is {ValueText.Number(rate.Rate)} {view.Currency}: {rate.Source}"
            + (rate.At is { } at ? $", {ValueText.Age(at, now)}" : ""));

    public static IEnumerable<IRenderable> Review(PortfolioReview review) =>
    [
        PageParts.Facts(
            ("Portfolio", review.PortfolioId),
            ("Equity", $"{ValueText.Money(review.Equity)} {review.Currency}"),
            ("Broken limits", ValueText.Count(review.Uses.Count(use => use.Breached))),
            ("Groups", ValueText.List(review.Groups.Select(group => string.Join(" + ", group.AssetIds)))),
            ("Correlations of", ValueText.Day(review.CorrelationsAsOf)),
            ("Halts", ValueText.List(review.Halts.Select(HaltLine.Of)))),
        .. Uses(review),
    ];

    public static IEnumerable<IRenderable> WhatIf(WhatIfAnswer answer)
    {
        var trips = new AnswerTable(">From part", "Limit", "Scope", ">Used", ">Limit of") { Empty = "No limit trips." };
        foreach (var trip in answer.Trips)
        {
            trips.Row(
                PageParts.Cell(ValueText.Percent(trip.AtPart)), PageParts.BadIf(true, trip.Use.Code), PageParts.Cell(trip.Use.Scope),
                PageParts.Cell(ValueText.Money(trip.Use.Used)), PageParts.Cell(ValueText.Money(trip.Use.Limit)));
        }

        return
        [
            PageParts.Facts(
                ("Shocks", ValueText.List(answer.Shocks.Select(shock => $"{shock.AssetId} {ValueText.Percent(shock.Move)}"))),
                ("Profit", $"{ValueText.Money(answer.Profit)} {answer.After.Currency}"),
                ("Equity after", $"{ValueText.Money(answer.After.Equity)} {answer.After.Currency}"),
                ("Drawdown", $"{ValueText.Depth(answer.Drawdown)} below the peak"),
                ("Trips", answer.Trips.IsEmpty ? "no limit" : $"{answer.Trips[0].Use.Code} of {answer.Trips[0].Use.Scope} first")),
            trips,
            .. Uses(answer.After),
        ];
    }

    /// <summary>The limits that something is held or reserved against; those with nothing against them are only counted.</summary>
    public static IEnumerable<IRenderable> Uses(PortfolioReview review)
    {
        var table = new AnswerTable("Limit", "Scope", ">Used", ">Reserved", ">Limit", ">Left", "Unit")
        {
            Empty = "No limit has anything against it.",
        };
        var used = review.Uses.Where(use => use.Breached || use.Used != 0 || use.Reserved != 0).ToList();
        foreach (var use in used)
        {
            table.Row(
                PageParts.BadIf(use.Breached, use.Code), PageParts.Cell(use.Scope), PageParts.Cell(ValueText.Money(use.Used)),
                PageParts.Cell(ValueText.Money(use.Reserved)), PageParts.Cell(ValueText.Money(use.Limit)),
                PageParts.Cell(ValueText.Money(use.Headroom)), PageParts.Cell(use.Unit));
        }

        var idle = review.Uses.Length - used.Count;
        return idle == 0 ? [table] : [table, PageParts.Line($" {idle} more limits have nothing against them (--json lists them).")];
    }
}
