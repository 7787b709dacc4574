using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What people are told of a batch of entries; written in its transaction.</summary>
/// <param name="Happened">What happened once.</param>
/// <param name="Standing">All that stands after it; null where that is what stood before.</param>
public sealed record BookNotices(ImmutableArray<NoticeEvent> Happened, ImmutableArray<NoticeFact>? Standing)
{
    public static BookNotices None { get; } = new([], null);

    public bool IsEmpty => Happened.IsEmpty && Standing is null;
}

/// <summary>What a book has to tell people. It follows from the book alone: what was told can be compared with it at any time.</summary>
public static class BookNoticeRules
{
    /// <summary>What a draft changes of it.</summary>
    /// <param name="before">The book that the draft began with.</param>
    public static BookNotices Of(PortfolioBook before, BookDraft draft, GlobalRisk limits)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var standing = Standing(draft.PortfolioId, draft.Book, limits);
        var stood = Standing(draft.PortfolioId, before, limits);
        ImmutableArray<NoticeEvent> happened = Keys.IsDrillPortfolio(draft.PortfolioId)
            ? []
            : [.. draft.Events.Select(entry => Event(draft.PortfolioId, entry, draft.Now)).OfType<NoticeEvent>()];
        return standing.Select(Identity).SequenceEqual(stood.Select(Identity))
            ? happened.IsEmpty ? BookNotices.None : new BookNotices(happened, null)
            : new BookNotices(happened, standing);
    }

    /// <summary>What stands: halts, and losses that come near to one. A rehearsal tells nobody, and paper is never critical.</summary>
    public static ImmutableArray<NoticeFact> Standing(string portfolioId, PortfolioBook book, GlobalRisk limits)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (Keys.IsDrillPortfolio(portfolioId))
        {
            return [];
        }

        var worst = Keys.IsShadowPortfolio(portfolioId) ? NoticeSeverity.Info : NoticeSeverity.Critical;
        return
        [
            .. book.Halts.Select(halt => Halt(portfolioId, halt.Halt)),
            .. book.Advice.Select(one => new NoticeFact(
                NoticeKinds.PositionAdvice, $"{Keys.Portfolio(portfolioId)} {one.AssetId} {one.Kind}",
                Milder(worst, NoticeSeverity.Warning), $"Portfolio {portfolioId}: {one.Text}{Done(one)}")),
            .. book.Unseen.Select(one => new NoticeFact(
                NoticeKinds.UnvettedFill, $"{Keys.Portfolio(portfolioId)} {one.Id}", worst, $"Portfolio {portfolioId}: {one.Text}")),
            .. HaltRules.Near(book, limits).Select(near => new NoticeFact(
                NoticeKinds.Limit, $"{Keys.Portfolio(portfolioId)} {near.Code}", SeverityOf(near.Band),
                $"Portfolio {portfolioId}: {near.Text}")),
        ];

        string Done(PositionAdvice one) =>
            Keys.IsShadowPortfolio(portfolioId) && one.Quantity > 0 ? " (done by itself, on paper)" : "";

        NoticeFact Halt(string id, ActiveHalt halt) => new(
            NoticeKinds.Halt, $"{Keys.Portfolio(id)} {halt.HaltId}",
            halt.Mode == TradingMode.Halted ? worst : Milder(worst, NoticeSeverity.Warning),
            $"Portfolio {id}: {(halt.Mode == TradingMode.Halted ? "HALTED" : "REDUCE_ONLY")} for {halt.ScopeId} until an operator resets "
            + $"{halt.HaltId}: {halt.Cause}");

        NoticeSeverity SeverityOf(decimal band) => Milder(worst, band >= 0.8m ? NoticeSeverity.Critical : NoticeSeverity.Warning);
    }

    private static (string, string, NoticeSeverity) Identity(NoticeFact fact) => (fact.Kind, fact.Subject, fact.Severity);

    private static NoticeSeverity Milder(NoticeSeverity one, NoticeSeverity other) => one < other ? one : other;

    private static NoticeEvent? Event(string portfolioId, BookEntry entry, DateTimeOffset now) => entry.Event is HaltReset reset
        ? new NoticeEvent(
            string.Create(CultureInfo.InvariantCulture, $"{Keys.Portfolio(portfolioId)}#{entry.Sequence}"),
            Keys.Portfolio(portfolioId),
            new NoticeFact(
                NoticeKinds.HaltReset, $"{Keys.Portfolio(portfolioId)} {reset.HaltId}",
                Keys.IsShadowPortfolio(portfolioId) ? NoticeSeverity.Info : NoticeSeverity.Warning,
                $"Portfolio {portfolioId}: {reset.HaltId} was reset by {entry.Actor}: {reset.Reason}"),
            now)
        : null;
}
