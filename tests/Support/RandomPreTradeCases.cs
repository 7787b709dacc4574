using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Tests.Support;

/// <summary>Random portfolios over the shipped universe, and random orders of an asset that no gate bars.</summary>
internal sealed class RandomPreTradeCases(Choices choices)
{
    private static readonly ImmutableArray<AssetDefinition> Assets = ShippedConfiguration.Value.Assets;

    private static readonly ImmutableArray<ConversionRate> Rates =
    [
        new("JPY", 0.0065m, "stated", PreTradeCases.Now), new("TRY", 0.029m, "stated", PreTradeCases.Now),
        new("ZAR", 0.055m, "stated", PreTradeCases.Now), new("BRL", 0.18m, "stated", PreTradeCases.Now),
    ];

    private const int MostHeld = 6;
    private const int MostReserved = 3;

    /// <summary>An input in words: what was drawn, without what every one of them has.</summary>
    public static string Tell(PreTradeInput input)
    {
        var (order, book) = (input.Order, input.Book);
        IEnumerable<string> lines =
        [
            $"{order.Side} {order.AssetId}, quantity {order.Quantity}, notional {order.Notional}, reduce-only {order.ReduceOnly}",
            $"book: equity {book.Equity}, cash {book.Cash}, peak {book.PeakEquity}, at the day's start {book.DayAnchorEquity}",
            .. book.Positions.Select(held => $"held: {held.SignedQuantity} {held.AssetId} at {held.MarkPrice}, stop {held.StopPrice}"),
            .. book.Reservations.Select(open => $"reserved: {open.SignedQuantity} {open.AssetId} at {open.Price}"),
            .. input.RiskModel.Pairs.Select(pair => $"correlation of {pair.AssetA} and {pair.AssetB}: {pair.Correlation}"),
            $"quote: {input.Asset?.Quote}",
        ];
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>An order against a random book, with room for it or without.</summary>
    public PreTradeInput Next()
    {
        var asset = Any(Assets);
        var price = Price(asset);
        var equity = Between(1_000m, 200_000m);
        var positions = Some(MostHeld).Select(held => Position(held, equity)).ToImmutableArray();
        var reservations = Some(MostReserved).Select((held, index) => Reservation(held, equity, index, positions)).ToImmutableArray();
        var input = PreTradeCases.Input(asset, Order(asset, price, equity), price) with
        {
            Book = PreTradeCases.Book(0) with
            {
                Equity = equity,
                Cash = Between(0m, equity),
                PeakEquity = equity * Between(1m, 1.2m),
                DayAnchorEquity = equity * Between(1m, 1.04m),
                Positions = positions,
                Reservations = reservations,
            },
            Classes = [.. ShippedConfiguration.Value.Classes.Select(known => new PreTradeClass(
                known.Id, true, "operator", known.MaxAllocation, known.MaxPositions, known.RiskMultiplier))],
            Phase = new PreTradePhase(asset.PhaseId, PhaseStatus.Active, 1_000m),
            Limits = ShippedConfiguration.Value.Risk,
            Rates = Rates,
            RiskModel = RiskModelView.None,
        };
        return WithModel(input with { Asset = PreTradeCases.Figures(asset, price) });
    }

    /// <summary>
    /// The same input with a further position in an asset that is neither ordered nor held: more risk for the same equity.
    /// </summary>
    public PreTradeInput Riskier(PreTradeInput input)
    {
        var free = Assets.Where(asset => asset.Id != input.Order.AssetId
            && input.Book.Positions.All(held => held.AssetId != asset.Id) && input.Book.Reservations.All(held => held.AssetId != asset.Id));
        var more = Any([.. free]);
        return WithModel(choices.Next(2) == 0
            ? input with { Book = input.Book with { Positions = input.Book.Positions.Add(Position(more, input.Book.Equity)) } }
            : input with
            {
                Book = input.Book with { Reservations = input.Book.Reservations.Add(Reservation(more, input.Book.Equity, 9, [])) },
            });
    }

    /// <summary>The same content in another order.</summary>
    public PreTradeInput Shuffled(PreTradeInput input) => input with
    {
        Book = input.Book with { Positions = Shuffled(input.Book.Positions), Reservations = Shuffled(input.Book.Reservations) },
        OtherAssets = Shuffled(input.OtherAssets),
        Classes = Shuffled(input.Classes),
        Rates = Shuffled(input.Rates),
        RiskModel = input.RiskModel with { Pairs = Shuffled(input.RiskModel.Pairs) },
    };

    /// <summary>An exit of one of the book's positions, in the worst of times: halted, without a quote, in drawdown.</summary>
    public PreTradeInput? Exit(PreTradeInput input)
    {
        if (input.Book.Positions.IsEmpty)
        {
            return null;
        }

        var held = Any(input.Book.Positions);
        var asset = ShippedConfiguration.Asset(held.AssetId);
        var step = Amounts.StepOf(asset.Risk.QuantityPrecision);
        var quantity = Math.Max(step, Amounts.Down(Math.Abs(held.SignedQuantity) * Between(0.01m, 2m), asset.Risk.QuantityPrecision));
        return input with
        {
            Order = PreTradeCases.Buy(asset, quantity) with
            {
                Side = held.SignedQuantity > 0 ? OrderSide.Sell : OrderSide.Buy,
                ReduceOnly = true,
            },
            Asset = PreTradeCases.Figures(asset, held.MarkPrice) with { Enabled = false, Quote = null, Sources = [] },
            Phase = new PreTradePhase(asset.PhaseId, PhaseStatus.Inactive, 1_000_000m),
            RiskModel = RiskModelView.None,
            Book = input.Book with
            {
                PeakEquity = input.Book.Equity * 2,
                OrdersLastMinute = 1_000_000,
                Halts = [new ActiveHalt("h-1", HaltScope.Portfolio, "main", TradingMode.Halted, "drawdown", PreTradeCases.Now)],
                Reservations = [.. input.Book.Reservations.Where(reservation => reservation.AssetId != held.AssetId)],
            },
        };
    }

    // As the portfolio does: only what is held, reserved or ordered.
    private PreTradeInput WithModel(PreTradeInput input)
    {
        var ids = input.Book.Positions.Select(held => held.AssetId).Concat(input.Book.Reservations.Select(held => held.AssetId))
            .Append(input.Order.AssetId).ToHashSet(StringComparer.Ordinal);
        return input with
        {
            OtherAssets = [.. Assets.Where(known => ids.Contains(known.Id) && known.Id != input.Order.AssetId).Select(OtherAsset.Of)],
            RiskModel = Model([.. ids.Order(StringComparer.Ordinal)], input.RiskModel),
        };
    }

    private OrderRequest Order(AssetDefinition asset, decimal price, decimal equity)
    {
        var side = choices.Next(4) == 3 ? OrderSide.Sell : OrderSide.Buy;
        var notional = Math.Round(Between(1m, equity * 0.3m), 2);
        var worth = WorthOf(asset, price);
        return choices.Next(3) == 2
            ? PreTradeCases.Buy(asset, notional: notional) with { Side = side }
            : PreTradeCases.Buy(asset, Math.Max(asset.Risk.MinTradeSize, Amounts.Down(notional / worth, asset.Risk.QuantityPrecision))) with
            {
                Side = side,
            };
    }

    private HeldPosition Position(AssetDefinition asset, decimal equity)
    {
        var price = Price(asset);
        var sign = choices.Next(4) == 3 ? -1 : 1;
        var stop = choices.Next(3) == 2 ? price * (1 - (sign * Between(0.01m, 0.3m))) : (decimal?)null;
        return PreTradeCases.Position(asset, sign * Quantity(asset, price, equity), price, stop);
    }

    private OpenReservation Reservation(AssetDefinition asset, decimal equity, int index, ImmutableArray<HeldPosition> positions)
    {
        var price = Price(asset);
        var sign = positions.FirstOrDefault(held => held.AssetId == asset.Id) is { } held && choices.Next(2) == 1
            ? -Math.Sign(held.SignedQuantity)
            : 1;
        return new OpenReservation(
            $"r-{index}", asset.Id, asset.ClassId, sign * Quantity(asset, price, equity), price, null,
            PreTradeCases.Now.AddSeconds(10 + index));
    }

    private decimal Quantity(AssetDefinition asset, decimal price, decimal equity) => Math.Max(
        asset.Risk.MinTradeSize,
        Amounts.Down(Between(0m, equity * 0.08m) / WorthOf(asset, price), asset.Risk.QuantityPrecision));

    private static decimal WorthOf(AssetDefinition asset, decimal price) =>
        UnitWorth.Of(asset.Id, price, ConversionRate.Table(Rates, "USD"))?.Value.PerUnit ?? 1;

    // Pairs of assets that were there already stay as they are, those that had too few common days too.
    private RiskModelView Model(ImmutableArray<string> ids, RiskModelView before)
    {
        var known = before.Regimes.Select(regime => regime.AssetId).ToHashSet(StringComparer.Ordinal);
        var pairs = from first in ids from second in ids
                    where string.CompareOrdinal(first, second) < 0 && !(known.Contains(first) && known.Contains(second))
                        && choices.Next(20) < 19
                    select new CorrelationPair(first, second, (choices.NextDouble() * 1.1) - 0.3, 60);
        return PreTradeCases.Model(ids) with { Pairs = [.. before.Pairs, .. pairs] };
    }

    private decimal Price(AssetDefinition asset) => asset.Id switch
    {
        "BTC/USDT" => Math.Round(Between(20_000m, 90_000m), 2),
        "GBP/JPY" or "AUD/JPY" => Math.Round(Between(90m, 200m), 3),
        _ => Math.Round(Between(2m, 300m), asset.Risk.PricePrecision),
    };

    private IEnumerable<AssetDefinition> Some(int most)
    {
        var left = Assets.ToList();
        while (Assets.Length - left.Count < most && choices.Next(5) > 0)
        {
            var place = choices.Next(left.Count);
            yield return left[place];
            left.RemoveAt(place);
        }
    }

    private T Any<T>(ImmutableArray<T> items) => items[choices.Next(items.Length)];

    private ImmutableArray<T> Shuffled<T>(ImmutableArray<T> items)
    {
        var copy = items.ToArray();
        choices.Shuffle(copy);
        return [.. copy];
    }

    private decimal Between(decimal from, decimal until) => from + ((until - from) * (decimal)choices.NextDouble());
}
