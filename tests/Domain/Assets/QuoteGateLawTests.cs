using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What holds of a book under quotes of which some are absurd.</summary>
public sealed class QuoteGateLawTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly BookContext Context = new(IsShadow: false, TestConfiguration.Build());

    private static readonly QuoteRules Rules = new(
        new QuoteLimits(0.02m, 0.25m), JumpConfirmation.Default, MayBeNegative: false,
        (before, after) => Math.Abs((after * 2 / before) - 1) < 0.05m ? "2:1" : null);

    [Fact]
    public void Quotes_OfWhichSomeAreAbsurd_MoveEquityAndPeakByWhatIsBelievedAlone() => Laws.Hold(cases: 10_000, choices =>
    {
        var (state, draft, now, level) = (new AssetState(), Held(choices.Next(2) == 0 ? 8 : -8), Start, 100m);
        for (var number = 0; number < 40 && choices.Next(50) > 0; number++)
        {
            now += TimeSpan.FromSeconds(1 + choices.Next(600));
            level = Math.Max(1, level * (100 + choices.Next(11) - 5) / 100);
            var quote = Draw(choices, level, now);
            var (equity, peak) = (draft.Book.Equity, draft.Book.PeakEquity);

            state = AssetRules.TakeQuote(state, quote.AssetId, quote, "quotes", null, Rules, now).Next;
            Revalue(draft, state);

            choices.Tell($"{quote.SourceId} {quote.Bid} / {quote.Ask}: {(state.LastQuote == quote ? "believed" : "refused")}");
            if (state.LastQuote != quote)
            {
                Assert.Equal((equity, peak), (draft.Book.Equity, draft.Book.PeakEquity));
                Assert.NotEmpty(state.Refused);
            }

            // What is believed is a market: closing at it, the position is worth what the book says.
            Assert.True(state.LastQuote is not { } believed || (believed.Bid > 0 && believed.Ask - believed.Bid <= 0.02m * believed.Mid));
            var held = draft.Book.Positions["NVDA"];
            Assert.Equal(
                state.LastQuote is { } last ? (held.Quantity > 0 ? last.Bid : last.Ask) : 100m, held.MarkPrice);
        }

        // Nothing is stuck for ever: quotes that make sense open the gate again, wherever the market is by then.
        var calm = 1 + choices.Next(10_000);
        for (var hour = 1; hour <= 26; hour++)
        {
            var quote = new Quote("NVDA", "alpaca", now.AddHours(hour), calm, calm, 1, 1);
            state = AssetRules.TakeQuote(state, quote.AssetId, quote, "quotes", null, Rules, quote.At).Next;
        }

        Assert.Empty(state.Refused);
        Assert.Equal(calm, state.LastQuote?.Mid);
    });

    private static Quote Draw(Choices choices, decimal level, DateTimeOffset at)
    {
        var source = choices.Next(4) == 3 ? "polygon" : "alpaca";
        var (bid, ask) = choices.Next(10) switch
        {
            7 => (level * 0.999m, level * (2 + choices.Next(100))),
            8 => (level * (2 + choices.Next(100)), level * 200),
            9 => (choices.Next(2) == 0 ? 0 : level * 5, level * 5 / (1 + choices.Next(10))),
            _ => (level, level * (1000 + choices.Next(10)) / 1000),
        };
        return new Quote("NVDA", source, at, bid, ask, 1, 1);
    }

    private static BookDraft Held(decimal quantity)
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        MoneyCommands.Move(draft, new CashFlow("d", 10_000, "Ada", "start"), null, 0, Context);
        var fill = new Fill(
            "f", null, "NVDA", quantity > 0 ? OrderSide.Buy : OrderSide.Sell, Math.Abs(quantity), 100, 0, null, null, Start, null);
        FillCommands.Take(draft, fill, null, 0, _ => null, Context);
        return draft;
    }

    private static void Revalue(BookDraft draft, AssetState state)
    {
        var marks = MarkRules.Of(draft.Book, _ => state.LastQuote, draft.Now);
        if (!marks.IsEmpty)
        {
            draft.Append(new PricesMarked(marks), BookCommands.Self);
        }
    }
}
