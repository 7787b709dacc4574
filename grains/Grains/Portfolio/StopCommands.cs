using OrleansAssets.Domain;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Stops and targets of positions, moved by an operator.</summary>
internal sealed class StopCommands(LiveBook book, FactsReader facts, BookContext context)
{
    public async Task<StopAnswer> MoveAsync(StopMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        FillCheck.CheckOperator("stop", "assetId", move.AssetId, move.Operator, move.Reason);
        FieldFault.Refuse("stop", [
            move.StopPrice is { } stop ? FillCheck.Positive("stopPrice", stop, FillCheck.AmountMax) : null,
            move.TargetPrice is { } target ? FillCheck.Positive("targetPrice", target, FillCheck.AmountMax) : null,
            move is { StopPrice: null, TargetPrice: null, ClearTarget: false } ? new FieldFault(
                "stopPrice", null, "must be given, or targetPrice", "nothing is moved; give a stop or a target") : null,
            move is { TargetPrice: not null, ClearTarget: true } ? new FieldFault(
                "clearTarget", "true", "must be false where a target is given",
                "the target is given and taken away; say one of them") : null,
        ]);
        var quotes = await facts.QuotesAsync(await book.GetAsync());
        return await book.RunAsync(draft => Move(draft, move, id => quotes.GetValueOrDefault(id), context));
    }

    public static StopAnswer Move(BookDraft draft, StopMove move, Func<string, Quote?> quoteOf, BookContext context)
    {
        BookCommands.Begin(draft, context, MarkRules.Of(draft.Book, quoteOf, draft.Now));
        var held = draft.Book.Positions.GetValueOrDefault(move.AssetId)
            ?? throw new NotFoundException($"Portfolio '{draft.PortfolioId}' holds nothing of '{IdCheck.Given(move.AssetId)}'.");
        if (StopRules.FaultOf(held, move, context.Configuration.FindAsset(move.AssetId)?.Risk) is { } fault)
        {
            throw fault.Refusal($"The stop is not moved: {fault}.");
        }

        var before = HeatOf(draft, quoteOf, context);
        var moved = StopRules.Of(held, move);
        if ((moved.StopPrice, moved.TargetPrice) != (held.StopPrice, held.TargetPrice))
        {
            draft.Append(moved, move.Operator);
        }

        var after = HeatOf(draft, quoteOf, context);
        var limit = draft.Book.Equity.Amount * context.Configuration.Risk.MaxPortfolioHeat;
        if (after > before && (after > limit || HaltOf(draft.Book, held) is not null))
        {
            throw InvalidRequestException.At(
                "stopPrice", move.StopPrice, "must not let the position lose more than is allowed", HaltOf(draft.Book, held) is { } halt
                ? $"The stop is not moved: it would risk more while {halt.HaltId} is in force. A nearer stop is always taken."
                : $"The stop is not moved: all positions would lose {Amounts.Text(Math.Round(after, 2))} {Conversions.Currency} at their "
                    + $"stops, and {Amounts.Text(Math.Round(limit, 2))} are allowed. Set it nearer, or close something first.",
                "set it nearer, or close something first");
        }

        return new StopAnswer(move.AssetId, moved.StopPrice, moved.TargetPrice, Math.Round(after, 2), Math.Round(limit, 2));
    }

    private static ActiveHalt? HaltOf(PortfolioBook book, BookPosition held) => book.Halts.Select(halt => halt.Halt)
        .FirstOrDefault(halt => halt.Reaches(held.AssetId, held.ClassId, held.StrategyId));

    private static decimal HeatOf(BookDraft draft, Func<string, Quote?> quoteOf, BookContext context)
    {
        var ids = draft.Book.Positions.Keys.Concat(draft.Book.Reservations.Values.Select(one => one.AssetId))
            .ToHashSet(StringComparer.Ordinal);
        return StopRules.HeatOf(
            draft.Book.ToPreTrade(draft.Now), context.Configuration, Conversions.FindAll(ids, draft.Book, quoteOf, draft.Now));
    }
}
