using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
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
    public static BookNotices Of(PortfolioBook before, BookDraft draft, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(draft);
        ImmutableArray<NoticeEvent> happened = Keys.IsDrillPortfolio(draft.PortfolioId)
            ? []
            : [.. draft.Events.Select(entry => Event(draft.PortfolioId, entry, draft.Now)).OfType<NoticeEvent>()];
        if (StandsAlike(before, draft.Book))
        {
            return happened.IsEmpty ? BookNotices.None : new BookNotices(happened, null);
        }

        var standing = Standing(draft.PortfolioId, draft.Book, configuration);
        var stood = Standing(draft.PortfolioId, before, configuration);
        return standing.Select(Identity).SequenceEqual(stood.Select(Identity))
            ? happened.IsEmpty ? BookNotices.None : new BookNotices(happened, null)
            : new BookNotices(happened, standing);
    }

    /// <summary>
    /// What stands: halts, and losses that come near to one. A rehearsal tells nobody, and paper is never critical. A halt of the account
    /// is told by the account, once for all portfolios.
    /// </summary>
    public static ImmutableArray<NoticeFact> Standing(string portfolioId, PortfolioBook book, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        if (Keys.IsDrillPortfolio(portfolioId))
        {
            return [];
        }

        var worst = Keys.IsShadowPortfolio(portfolioId) ? NoticeSeverity.Info : NoticeSeverity.Critical;
        return
        [
            .. book.Halts.Where(halt => halt.Cause != HaltCause.Account).Select(halt => Halt(portfolioId, halt.Halt)),
            .. book.Advice.Select(one => new NoticeFact(
                NoticeKinds.PositionAdvice, $"{Keys.Portfolio(portfolioId)} {one.AssetId} {one.Kind}",
                Milder(worst, NoticeSeverity.Warning), $"Portfolio {portfolioId}: {one.Text}{Done(one)}")),
            .. book.Unseen.Select(one => new NoticeFact(
                NoticeKinds.UnvettedFill, $"{Keys.Portfolio(portfolioId)} {one.Id}", worst, $"Portfolio {portfolioId}: {one.Text}")),
            .. HaltRules.Near(book, configuration.Risk).Select(near => new NoticeFact(
                NoticeKinds.Limit, $"{Keys.Portfolio(portfolioId)} {near.Code}", SeverityOf(near.Band),
                $"Portfolio {portfolioId}: {near.Text}")),
            .. ScopeHaltRules.Near(book, configuration.Halts).Select(near => new NoticeFact(
                NoticeKinds.Limit, $"{Keys.Portfolio(portfolioId)} {near.What}", SeverityOf(near.Band),
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

    // An order moves neither money nor prices: what stands need not be measured anew for each.
    private static bool StandsAlike(PortfolioBook before, PortfolioBook after) =>
        (before.Cash, before.Day, before.ModeVersion, before.Halts, before.Advice, before.Unseen)
            == (after.Cash, after.Day, after.ModeVersion, after.Halts, after.Advice, after.Unseen)
        && ReferenceEquals(before.Positions, after.Positions) && ReferenceEquals(before.Chain, after.Chain)
        && ReferenceEquals(before.Profits, after.Profits) && ReferenceEquals(before.Scopes, after.Scopes);

    private static (string, string, NoticeSeverity) Identity(NoticeFact fact) => (fact.Kind, fact.Subject, fact.Severity);

    private static NoticeSeverity Milder(NoticeSeverity one, NoticeSeverity other) => one < other ? one : other;

    private static NoticeEvent? Event(string portfolioId, BookEntry entry, DateTimeOffset now)
    {
        var (kind, subject, text) = entry.Event switch
        {
            HaltReset reset => (NoticeKinds.HaltReset, reset.HaltId, $"{reset.HaltId} was reset by {entry.Actor}: {reset.Reason}"),
            ResetAsked asked => (
                NoticeKinds.ApprovalAsked, asked.HaltId,
                $"{entry.Actor} would reset {asked.HaltId}, and another operator must say so too: {asked.Reason}"),
            WithdrawalAsked asked => (
                NoticeKinds.ApprovalAsked, asked.FlowId,
                $"{entry.Actor} would take out {HaltRules.Cents(new Money(-asked.Amount, Conversions.Currency))} ({asked.FlowId}), and "
                    + $"another operator must say so too: {asked.Reason}"),
            RateAsked asked => (
                NoticeKinds.ApprovalAsked, $"rate {asked.Currency}",
                $"{entry.Actor} would state that one {asked.Currency} is worth {ValueText.Number(asked.Rate)} {Conversions.Currency}, and "
                    + "another operator must say so too"),
            _ => ((string?)null, "", ""),
        };
        return kind is null ? null : new NoticeEvent(
            string.Create(CultureInfo.InvariantCulture, $"{Keys.Portfolio(portfolioId)}#{entry.Sequence}"),
            Keys.Portfolio(portfolioId),
            new NoticeFact(
                kind, $"{Keys.Portfolio(portfolioId)} {subject}",
                Keys.IsShadowPortfolio(portfolioId) ? NoticeSeverity.Info : NoticeSeverity.Warning,
                $"Portfolio {portfolioId}: {text}"),
            now);
    }
}
