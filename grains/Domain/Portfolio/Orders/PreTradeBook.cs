using OrleansAssets.Domain.Portfolio.Accounting;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Domain.PreTrade;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>The book as the pre-trade checks see it.</summary>
public static class PreTradeBook
{
    public static BookFigures Of(PortfolioBook book, DateTimeOffset now) => new(
        Conversions.Currency.Code,
        book.Equity,
        book.Cash,
        book.PeakEquity,
        book.DayAnchor,
        [.. book.Positions.Values.Select(held => new HeldPosition(
            held.AssetId, held.ClassId, held.Quantity, held.AverageEntryPrice, held.MarkPrice, held.MarkedAt, held.StopPrice,
            held.OpenedAt))],
        [.. book.Reservations.Values.Where(held => held.ExpiresAt > now).Select(held => new OpenReservation(
            held.ReservationId, held.AssetId, held.ClassId, held.SignedQuantity, held.Price, held.StopPrice, held.ExpiresAt))],
        book.Counts.LastMinute(now),
        book.Counts.Today(now),
        [.. book.Halts.Select(halt => halt.Halt)]);
}
