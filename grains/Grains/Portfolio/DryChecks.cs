using OrleansAssets.Domain.Portfolio.Accounting;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Decides an order on a draft that is thrown away: nothing is reserved, nothing is stored.</summary>
internal static class DryChecks
{
    /// <summary>The id of every dry decision: no stored one has it.</summary>
    public const string DecisionId = "dry-run";

    public static OrderDecision Decide(BookDraft draft, OrderRequest order, OrderFacts facts, BookSetting setting)
    {
        BookCommands.Begin(draft, setting, MarkRules.Of(draft.Book, facts.QuoteOf, draft.Now));
        var input = facts.ToInput(draft, order, setting.IsShadow, setting.Configuration);
        return PreTradeRules.Decide(input with { DecisionId = DecisionId, ReservationSeconds = null });
    }
}
