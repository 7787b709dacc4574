using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// What the operator reads on the console about a portfolio: money paid in or out, and what stops trading and lets it go on. Each line
/// is of an entry that is written.
/// </summary>
internal static partial class BookLog
{
    public static void Written(ILogger logger, string portfolio, BookEntry entry)
    {
        switch (entry.Event)
        {
            case IrregularityFound { Found: var found }:
                NotApproved(logger, portfolio, found.Kind, found.Text);
                break;
            case IrregularitySeen seen:
                Accepted(logger, portfolio, seen.Id, entry.Actor, seen.Reason);
                break;
            case StopMoved moved:
                StopWasMoved(logger, portfolio, moved.AssetId, moved.StopPrice, moved.TargetPrice, entry.Actor, moved.Reason);
                break;
            case AdviceChanged { Advice.IsEmpty: false } changed:
                Advised(logger, portfolio, string.Join("; ", changed.Advice.Select(one => one.Text)));
                break;
            case HaltLatched { Cause: HaltCause.Operator or HaltCause.Account } halt:
                Halted(
                    logger, portfolio, HaltText.Mode(halt.Mode), HaltText.Scope(halt.Scope, halt.ScopeId), entry.Actor,
                    HaltRules.IdOf(entry.Sequence), halt.Reason);
                break;
            case HaltLatched halt:
                HaltedItself(
                    logger, portfolio, HaltText.Mode(halt.Mode), HaltText.Scope(halt.Scope, halt.ScopeId),
                    HaltRules.IdOf(entry.Sequence), halt.Reason);
                break;
            case HaltReset { PeakEquity: { } peak } reset:
                ResetFrom(logger, portfolio, reset.HaltId, entry.Actor, "peak", peak, Conversions.Currency.Code, reset.Reason);
                break;
            case HaltReset { DayAnchor: { } anchor } reset:
                ResetFrom(logger, portfolio, reset.HaltId, entry.Actor, "day's start", anchor, Conversions.Currency.Code, reset.Reason);
                break;
            case ResetAsked asked:
                AskedToReset(logger, portfolio, asked.HaltId, entry.Actor, asked.Reason);
                break;
            case WithdrawalAsked asked:
                AskedToPayOut(
                    logger, portfolio, entry.Actor, -asked.Amount, Conversions.Currency.Code, asked.FlowId, asked.Reason);
                break;
            case RateAsked asked:
                AskedToState(logger, portfolio, entry.Actor, asked.Currency, asked.Rate, Conversions.Currency.Code);
                break;
            case LimitsNoted noted:
                Watched(logger, portfolio, noted.Limits.Approvals, noted.Limits.Hash);
                break;
            case HaltReset reset:
                Reset(logger, portfolio, reset.HaltId, entry.Actor, reset.Reason);
                break;
            case CashMoved { Amount: < 0 } flow:
                PaidOut(logger, portfolio, -flow.Amount, Conversions.Currency.Code, entry.Actor, flow.FlowId, flow.Reason);
                break;
            case CashMoved flow:
                PaidIn(logger, portfolio, flow.Amount, Conversions.Currency.Code, entry.Actor, flow.FlowId, flow.Reason);
                break;
            case FillCorrected { Correction: var fix, Restated: var restated }:
                CorrectedFill(
                    logger, portfolio, fix.FillId, fix.Replacement?.FillId ?? "nothing", restated.Figures.Equity.Amount,
                    Conversions.Currency.Code, entry.Actor, fix.CorrectionId, fix.Reason);
                break;
            case EventCorrected { Correction: var fix, Restated: var restated }:
                CorrectedEvent(
                    logger, portfolio, fix.EventId, restated.Figures.Equity.Amount, Conversions.Currency.Code, entry.Actor,
                    fix.CorrectionId, fix.Reason);
                break;
            case MarkCorrected { Correction: var fix, Restated: var restated }:
                CorrectedMark(
                    logger, portfolio, fix.AssetId, fix.From, fix.To, restated.Figures.Equity.Amount, Conversions.Currency.Code,
                    entry.Actor, fix.CorrectionId, fix.Reason);
                break;
            case BookEventRecorded { Event: var one, Outcome: var outcome }:
                Happened(
                    logger, portfolio, one.Kind, one.AssetId ?? "the portfolio", outcome.QuantityBefore, outcome.QuantityAfter,
                    outcome.Amount, Conversions.Currency.Code, entry.Actor, one.EventId, one.Reason);
                break;
        }
    }

    [LoggerMessage(2110, LogLevel.Warning, "Portfolio {Portfolio}: {Mode} for {Scope} by {Operator} ({HaltId}): {Reason}")]
    private static partial void Halted(
        ILogger logger, string portfolio, string mode, string scope, string @operator, string haltId, string reason);

    [LoggerMessage(2111, LogLevel.Warning, "Portfolio {Portfolio}: {Mode} for {Scope} until an operator resets {HaltId}: {Reason}")]
    private static partial void HaltedItself(
        ILogger logger, string portfolio, string mode, string scope, string haltId, string reason);

    [LoggerMessage(2112, LogLevel.Information, "Portfolio {Portfolio}: {HaltId} reset by {Operator}: {Reason}")]
    private static partial void Reset(ILogger logger, string portfolio, string haltId, string @operator, string reason);

    [LoggerMessage(
        2113, LogLevel.Information,
        "Portfolio {Portfolio}: {HaltId} reset by {Operator}, the {Reference} is {Amount:#,0.00} {Currency} from now on: {Reason}")]
    private static partial void ResetFrom(
        ILogger logger, string portfolio, string haltId, string @operator, string reference, decimal amount, string currency,
        string reason);

    [LoggerMessage(
        2114, LogLevel.Information,
        "Portfolio {Portfolio}: {Amount:#,0.########} {Currency} paid in by {Operator} ({FlowId}): {Reason}")]
    private static partial void PaidIn(
        ILogger logger, string portfolio, decimal amount, string currency, string @operator, string flowId, string reason);

    [LoggerMessage(
        2115, LogLevel.Information,
        "Portfolio {Portfolio}: {Amount:#,0.########} {Currency} paid out by {Operator} ({FlowId}): {Reason}")]
    private static partial void PaidOut(
        ILogger logger, string portfolio, decimal amount, string currency, string @operator, string flowId, string reason);

    [LoggerMessage(
        2116, LogLevel.Information,
        "Portfolio {Portfolio}: {Kind} of {Asset}, {Before} units became {After}, cash {Amount:+#,0.########;-#,0.########;0} {Currency}, "
            + "by {Operator} ({EventId}): {Reason}")]
    private static partial void Happened(
        ILogger logger, string portfolio, BookEventKind kind, string asset, decimal before, decimal after, decimal amount, string currency,
        string @operator, string eventId, string reason);

    [LoggerMessage(
        2117, LogLevel.Warning,
        "Portfolio {Portfolio}: fill {Wrong} was wrong, right is {Right}; equity is {Equity:#,0.00} {Currency}, by {Operator} "
            + "({CorrectionId}): {Reason}")]
    private static partial void CorrectedFill(
        ILogger logger, string portfolio, string wrong, string right, decimal equity, string currency, string @operator,
        string correctionId, string reason);

    [LoggerMessage(
        2118, LogLevel.Warning,
        "Portfolio {Portfolio}: marks of {Asset} from {From:u} to {To:u} were wrong; equity is {Equity:#,0.00} {Currency}, by {Operator} "
            + "({CorrectionId}): {Reason}")]
    private static partial void CorrectedMark(
        ILogger logger, string portfolio, string asset, DateTimeOffset from, DateTimeOffset to, decimal equity, string currency,
        string @operator, string correctionId, string reason);

    [LoggerMessage(
        2127, LogLevel.Warning,
        "Portfolio {Portfolio}: event {Wrong} was wrong and is taken back; equity is {Equity:#,0.00} {Currency}, by {Operator} "
            + "({CorrectionId}): {Reason}")]
    private static partial void CorrectedEvent(
        ILogger logger, string portfolio, string wrong, decimal equity, string currency, string @operator, string correctionId,
        string reason);

    [LoggerMessage(2120, LogLevel.Error, "Portfolio {Portfolio}: {Kind}: {Text}")]
    private static partial void NotApproved(ILogger logger, string portfolio, IrregularityKind kind, string text);

    [LoggerMessage(2121, LogLevel.Information, "Portfolio {Portfolio}: what nobody approved ({Id}) was seen by {Operator}: {Reason}")]
    private static partial void Accepted(ILogger logger, string portfolio, string id, string @operator, string reason);

    [LoggerMessage(
        2122, LogLevel.Information, "Portfolio {Portfolio}: the stop of {Asset} is {Stop}, its target {Target}, by {Operator}: {Reason}")]
    private static partial void StopWasMoved(
        ILogger logger, string portfolio, string asset, decimal? stop, decimal? target, string @operator, string reason);

    [LoggerMessage(
        2124, LogLevel.Warning, "Portfolio {Portfolio}: {Operator} would reset {HaltId}, and another operator must say so too: {Reason}")]
    private static partial void AskedToReset(
        ILogger logger, string portfolio, string haltId, string @operator, string reason);

    [LoggerMessage(
        2125, LogLevel.Warning,
        "Portfolio {Portfolio}: {Operator} would take out {Amount:#,0.########} {Currency} ({FlowId}), and another operator must say so "
            + "too: {Reason}")]
    private static partial void AskedToPayOut(
        ILogger logger, string portfolio, string @operator, decimal amount, string currency, string flowId, string reason);

    [LoggerMessage(
        2128, LogLevel.Warning,
        "Portfolio {Portfolio}: {Operator} would state that one {Currency} is worth {Rate:0.############} {Own}, and another operator "
            + "must say so too")]
    private static partial void AskedToState(
        ILogger logger, string portfolio, string @operator, string currency, decimal rate, string own);

    [LoggerMessage(
        2126, LogLevel.Information,
        "Portfolio {Portfolio}: a change of the configuration needs the word of {Approvals} operators from now on ({Hash})")]
    private static partial void Watched(ILogger logger, string portfolio, int approvals, string hash);

    [LoggerMessage(2123, LogLevel.Warning, "Portfolio {Portfolio} should: {Advice}")]
    private static partial void Advised(ILogger logger, string portfolio, string advice);
}
