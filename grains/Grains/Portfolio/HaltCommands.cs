using System.Collections.Immutable;
using OrleansAssets.Accounts;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>An operator's halts and resets, and their rehearsal.</summary>
internal sealed class HaltCommands(LiveBook book, FactsReader facts, BookContext context, PortfolioServices services)
{
    public Task<ActiveHalt> HaltAsync(HaltRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Whoever wants to stop trading is not told to write better first.
        var clean = request with
        {
            Operator = CleanText.Of(request.Operator, IdCheck.LengthMax), Reason = CleanText.Of(request.Reason, FillCheck.TextLengthMax),
        };
        return book.RunAsync(draft => Halt(draft, clean, context));
    }

    public Task<ActiveHalt> HaltWithAccountAsync(string cause) => book.RunAsync(draft =>
    {
        BookCommands.Begin(draft, context, []);
        return BookCommands.Halt(draft, cause);
    });

    /// <summary>Takes over a halt of the account of which the portfolio was not told yet.</summary>
    public async Task<PortfolioBook> FollowAccountAsync()
    {
        var written = await book.SeeAsync(); // which refuses a portfolio that is not there
        var account = await facts.AccountHaltsAsync();
        return !AccountRules.Missing(account, book.PortfolioId, written.Halts.Select(halt => halt.Halt)).Any()
            ? written
            : await book.RunAsync(draft =>
            {
                BookCommands.Begin(draft, context, []);
                BookCommands.Follow(draft, account);
                return draft.Book;
            });
    }

    public Task ResetWithAccountAsync(AccountReset reset) => book.RunAsync(draft => Reset(draft, reset, context));

    public Task<ResetAnswer> ResetAsync(ResetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FillCheck.CheckOperator("reset", "haltId", request.HaltId, request.Operator, request.Reason);
        return book.RunAsync(
            async written => (
                Account: await facts.AccountHaltsAsync(),
                Standing: await facts.StandingAsync(written.ResetWords.Any(word => word.HaltId == request.HaltId))),
            (draft, read) => Reset(draft, request, read.Account, context, read.Standing));
    }

    public Task<AcceptanceAnswer> AcceptAsync(FillAcceptance acceptance)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        FillCheck.CheckOperator("acceptance", "fillId", acceptance.Id, acceptance.Operator, acceptance.Reason);
        return book.RunAsync(draft => Accept(draft, acceptance, context));
    }

    public async Task<DrillReport> DrillAsync(string by, CancellationToken cancellationToken)
    {
        FillCheck.CheckOperator("drill", "portfolioId", book.PortfolioId, by, "rehearsal");
        var report = await new HaltDrill(services.Grains, context.Configuration, services.Clock)
            .RunAsync(book.PortfolioId, by, cancellationToken);
        await book.RunAsync(draft => draft.Append(new DrillRun(report), by));
        return report;
    }

    private static ActiveHalt Halt(BookDraft draft, HaltRequest request, BookContext context)
    {
        var scopeId = ScopeOf(draft, request, context);
        BookCommands.Begin(draft, context, []);
        var before = draft.Book.Halts.FirstOrDefault(known => known.Cause == HaltCause.Operator && known.Halt.Scope == request.Scope
            && known.Halt.ScopeId == scopeId && known.Halt.Mode == request.Mode && known.By == request.Operator
            && known.Halt.Cause == request.Reason);
        if (before is not null)
        {
            return before.Halt; // said twice
        }

        draft.Append(
            new HaltLatched(
                request.Scope, scopeId, request.Mode, HaltCause.Operator, request.Reason, null, null, draft.Book.Equity.Amount, null),
            request.Operator);
        return draft.Book.Halts[^1].Halt;
    }

    /// <summary>Lifts a halt of the portfolio's own; one that carries out the account's is the account's to lift.</summary>
    /// <param name="account">The account's halts in force.</param>
    /// <param name="standing">Whose earlier word counts; null for everybody's.</param>
    public static ResetAnswer Reset(
        BookDraft draft, ResetRequest request, ImmutableArray<AccountHalt> account, BookContext context, WordStanding? standing = null)
    {
        standing ??= WordStanding.All;
        if (draft.Book.Halts.Any(known => known.Cause == HaltCause.LimitChange))
        {
            BookCommands.Latch(draft, context); // nobody agrees to another configuration than the one that is loaded
        }

        var halt = FindOwn(draft, request.HaltId, account);
        var approvals = context.Configuration.Approvals;
        var needed = HaltRules.WordsNeeded(draft.Book, halt, approvals);
        if (ResetWords.Missing(draft.Book.ResetWords, request.HaltId, request.Operator, needed, approvals, standing, draft.Now)
            is > 0 and var missing)
        {
            if (!ResetWords.HasSaid(draft.Book.ResetWords, request.HaltId, request.Operator, approvals, standing, draft.Now))
            {
                draft.Append(new ResetAsked(request.HaltId, request.Reason), request.Operator);
            }

            return new ResetAnswer(
                request.HaltId, draft.Book.PeakEquity, draft.Book.DayAnchor,
                ResetWords.NotYet(draft.Book.ResetWords, request.HaltId, missing, needed, approvals, standing, draft.Now),
                HaltRules.ModeOf(draft.Book))
            {
                Missing = missing, Standing = StandingBeside(draft, request.HaltId),
            };
        }

        var (reset, remark) = HaltRules.Reset(draft.Book, halt, request.Reason, approvals);
        draft.Append(reset, request.Operator);
        BookCommands.Begin(draft, context, []);
        BookCommands.Follow(draft, account); // which the portfolio that it began in was halted by itself until now
        return new ResetAnswer(
            request.HaltId, draft.Book.PeakEquity, draft.Book.DayAnchor,
            remark + Above(account), HaltRules.ModeOf(draft.Book))
        {
            Standing = StandingBeside(draft, request.HaltId),
        };
    }

    private static ImmutableArray<ActiveHalt> StandingBeside(BookDraft draft, string haltId) =>
        [.. draft.Book.Halts.Select(known => known.Halt).Where(halt => halt.HaltId != haltId)];

    private static BookHalt FindOwn(BookDraft draft, string haltId, ImmutableArray<AccountHalt> account)
    {
        var halt = draft.Book.Halts.FirstOrDefault(known => known.Halt.HaltId == haltId) ?? throw InvalidRequestException.At(
            "haltId", IdCheck.Given(haltId), "must be a halt that is in force",
            $"Portfolio '{draft.PortfolioId}' has no halt '{haltId}' in force. "
            + (draft.Book.Halts.IsEmpty ? "None is in force." : $"In force: {string.Join(", ", draft.Book.Halts.Select(Describe))}."));
        return AccountHaltOf(halt) is { } above && account.Any(known => known.HaltId == above)
            ? throw InvalidRequestException.At(
                "haltId", haltId, "must be no halt of the whole account",
                $"'{haltId}' carries out {above}, by which the whole account is halted: lifted here alone it would come back. Lift "
                + $"it in every portfolio with: {AccountHaltText.ResetCommand(above)}",
                $"lift {above}, the account's, which lifts it in every portfolio")
            : halt;
    }

    /// <summary>Lifts what carries out a halt that the account has lifted.</summary>
    public static int Reset(BookDraft draft, AccountReset reset, BookContext context)
    {
        var over = draft.Book.Halts.Where(halt => AccountHaltOf(halt) == reset.HaltId).Select(halt => halt.Halt.HaltId).ToArray();
        foreach (var haltId in over)
        {
            draft.Append(new HaltReset(haltId, reset.Reason, null, null), reset.By);
        }

        if (over.Length > 0)
        {
            BookCommands.Begin(draft, context, []);
        }

        return over.Length;
    }

    // What an older version latched does not name it.
    private static string? AccountHaltOf(BookHalt halt) =>
        halt.Halt.AccountHaltId ?? (halt.Cause == HaltCause.Account ? AccountHaltText.IdOf(halt.Halt.Cause) : null);

    private static string Above(ImmutableArray<AccountHalt> account) => account.IsEmpty
        ? ""
        : " The account stands halted all the same: "
            + string.Join("; ", account.Select(halt => AccountHaltText.ResetCommand(halt.HaltId)));

    private static AcceptanceAnswer Accept(BookDraft draft, FillAcceptance acceptance, BookContext context)
    {
        var found = draft.Book.Unseen.FirstOrDefault(one => one.Id == acceptance.Id) ?? throw new NotFoundException(
            $"Nothing of the id '{acceptance.Id}' waits to be accepted in portfolio '{draft.PortfolioId}'. "
            + (draft.Book.Unseen.IsEmpty
                ? "Nothing does."
                : $"Waiting: {string.Join(", ", draft.Book.Unseen.Select(one => $"'{one.Id}'"))}."));
        draft.Append(new IrregularitySeen(found.Id, acceptance.Reason), acceptance.Operator);
        var over = draft.Book.Unseen.Any(one => one.AssetId == found.AssetId) ? [] : draft.Book.Halts
            .Where(halt => halt.Cause == HaltCause.Unapproved && halt.Halt.ScopeId == found.AssetId)
            .Select(halt => halt.Halt.HaltId).ToImmutableArray();
        foreach (var haltId in over)
        {
            draft.Append(new HaltReset(haltId, acceptance.Reason, null, null), acceptance.Operator);
        }

        BookCommands.Begin(draft, context, []);
        return new AcceptanceAnswer(found.Id, over, draft.Book.Unseen, HaltRules.ModeOf(draft.Book));
    }

    private static string ScopeOf(BookDraft draft, HaltRequest request, BookContext context)
    {
        var configuration = context.Configuration;
        return request.Scope switch
        {
            _ when request.Mode is not (TradingMode.ReduceOnly or TradingMode.Halted) =>
                throw InvalidRequestException.At(
                    "mode", request.Mode, "must be reduceOnly or halted",
                    "A halt is reduce-only or halted; to trade again, reset the halt.", "to trade again, reset the halt"),
            HaltScope.Portfolio when request.ScopeId is null || request.ScopeId == draft.PortfolioId => draft.PortfolioId,
            HaltScope.Portfolio => throw InvalidRequestException.At(
                "scopeId", IdCheck.Given(request.ScopeId), "must be left out where the whole portfolio is halted",
                "A halt of the whole portfolio names no class, no asset and no strategy."),
            HaltScope.AssetClass => configuration.Classes.Any(known => known.Id == request.ScopeId)
                ? request.ScopeId! // found
                : throw UnknownId.Of("asset class", request.ScopeId ?? "", configuration.Classes.Select(known => known.Id)),
            HaltScope.Asset => configuration.Assets.Any(known => known.Id == request.ScopeId)
                ? request.ScopeId! // found
                : throw UnknownId.Of("asset", request.ScopeId ?? "", configuration.Assets.Select(known => known.Id)),
            HaltScope.Strategy => IdCheck.FaultOf("strategy", request.ScopeId) is { } fault
                ? throw InvalidRequestException.At(
                    "scopeId", fault.Value, fault.Rule,
                    $"The halt names no strategy: {fault}.")
                : request.ScopeId!, // it has no fault
            _ => throw InvalidRequestException.At(
                "scope", (int)request.Scope, "must be portfolio, assetClass, asset or strategy",
                $"The scope {(int)request.Scope} is unknown: portfolio, class, asset or strategy."),
        };
    }

    private static string Describe(BookHalt halt) => $"'{halt.Halt.HaltId}' ({halt.Halt.Cause})";
}
