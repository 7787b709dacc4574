using OrleansAssets.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// Every limit of a book, worked out once more and in another way than the rules do: in doubles, on the configuration itself, by a list of
/// holdings after the order.
/// </summary>
internal static class BookAudit
{
    private const double Tolerance = 1e-9;

    private sealed record Holding(AssetDefinition Asset, int Side, double Value, double Risk)
    {
        public double Exposure => Value * (double)(Asset.Risk.ProductLeverage ?? 1);
    }

    public static bool IsExit(PreTradeInput input)
    {
        var net = input.Book.Positions.Where(held => held.AssetId == input.Order.AssetId).Sum(held => held.SignedQuantity);
        return input.Order.Side == OrderSide.Buy ? net < 0 : net > 0;
    }

    public static IEnumerable<string> Breaches(PreTradeInput input, decimal quantity)
    {
        var holdings = Holdings(input, (double)quantity).ToList();
        var (equity, limits) = ((double)input.Book.Equity, ShippedConfiguration.Value.Risk);
        var asset = ShippedConfiguration.Asset(input.Order.AssetId);
        var own = ShippedConfiguration.Value.Classes.Single(known => known.Id == asset.ClassId);
        double Total(Func<Holding, bool> of) => holdings.Where(of).Sum(holding => holding.Value);
        var value = Total(holding => holding.Asset.Id == asset.Id);
        var group = Group(asset.Id, holdings, input);
        double Exposed(Func<Holding, bool> of) => holdings.Where(of).Sum(holding => holding.Exposure);
        (string Name, double Used, double Limit)[] checks =
        [
            ("asset", value, equity * (double)asset.Risk.MaxPosition),
            ("multiplier", value, equity * (double)(asset.Risk.MaxPosition * own.RiskMultiplier)),
            ("leverage", value, equity * (double)asset.Risk.LeverageLimit),
            ("class", Total(holding => holding.Asset.ClassId == own.Id),
                equity * (double)Math.Min(own.MaxAllocation, limits.MaxSingleClass)),
            ("gross", Exposed(_ => true), equity * (double)limits.Orders.MaxGrossLeverage),
            ("group", Exposed(holding => group.Contains(holding.Asset.Id)), equity * (double)limits.MaxCorrelatedExposure),
            ("heat", holdings.Sum(holding => holding.Risk), equity * (double)limits.MaxPortfolioHeat),
            ("capital", holdings.Sum(holding => holding.Value / (double)holding.Asset.Risk.LeverageLimit), equity),
            ("positions", holdings.Where(holding => holding.Asset.ClassId == own.Id).DistinctBy(holding => holding.Asset.Id).Count(),
                Math.Max(own.MaxPositions, Members(input, own.Id))),
        ];
        return checks.Where(check => check.Used > check.Limit * (1 + Tolerance))
            .Select(check => $"{check.Name}: {check.Used} of {check.Limit}");
    }

    // A book that has too many positions already is no fault of an order that adds to one of them.
    private static int Members(PreTradeInput input, string classId) => Holdings(input, 0).SkipLast(1)
        .Where(holding => holding.Asset.ClassId == classId).DistinctBy(holding => holding.Asset.Id).Count() is var count
        && Holdings(input, 0).SkipLast(1).Any(holding => holding.Asset.Id == input.Order.AssetId) ? count : 0;

    private static IEnumerable<Holding> Holdings(PreTradeInput input, double quantity)
    {
        foreach (var held in input.Book.Positions)
        {
            yield return Of(
                input, held.AssetId, (double)held.SignedQuantity, (double)held.MarkPrice, (double?)held.StopPrice,
                (double)held.AverageEntryPrice);
        }

        foreach (var open in input.Book.Reservations)
        {
            var net = input.Book.Positions.Where(held => held.AssetId == open.AssetId).Sum(held => held.SignedQuantity);
            // What closes the position opens nothing; all that would be sold beyond it turns it.
            var others = input.Book.Reservations.Where(other => other.AssetId == open.AssetId
                && Math.Sign(other.SignedQuantity) == Math.Sign(open.SignedQuantity)).Sum(other => Math.Abs(other.SignedQuantity));
            var part = net == 0 || net > 0 == open.SignedQuantity > 0 ? 1
                : (double)(Math.Max(0, others - Math.Abs(net)) / others);
            if (part > 0)
            {
                yield return Of(input, open.AssetId, part * (double)open.SignedQuantity, (double)open.Price!.Value, null); // it has one
            }
        }

        var price = (double)input.Asset!.Quote!.Ask; // made with a quote
        yield return Of(input, input.Order.AssetId, input.Order.Side == OrderSide.Buy ? quantity : -quantity, price, null);
    }

    private static Holding Of(PreTradeInput input, string id, double units, double price, double? stop, double? entry = null)
    {
        var asset = ShippedConfiguration.Asset(id);
        var currencies = id.Split('/');
        var rate = currencies is [_, var quote] && quote != "USDT"
            ? currencies[0] == "USD" ? 1 / price : (double)input.Rates.Single(known => known.Currency == quote).Rate
            : 1;
        double Own(double at) => asset.Risk.StopLoss.Unit == DistanceUnit.Pips
            ? (double)(asset.Risk.StopLoss.Value * asset.Risk.PipSize!.Value) // pips come with a pip size
            : at * (double)asset.Risk.StopLoss.Value;
        var own = Own(price);
        var isPassed = stop is null && entry is { } opened && (units > 0 ? opened - price : price - opened) >= Own(opened);
        stop = isPassed ? entry - (Math.Sign(units) * Own(entry!.Value)) : stop; // it has an entry
        var distance = stop is { } at ? units > 0 ? price - at : at - price : own;
        distance = distance > 0 ? distance : Math.Max(-distance, own); // a stop that was passed did not hold
        // A suggested stop is rounded towards the price: the rule may find a step less risk than this, never more.
        var risk = Math.Abs(units) * Math.Max(0, distance - Slack(asset, stop)) * rate;
        return new Holding(asset, Math.Sign(units), Math.Abs(units) * price * rate, risk);
    }

    private static double Slack(AssetDefinition asset, double? stop) => stop is null ? Math.Pow(10, -asset.Risk.PricePrecision) : 0;

    // By a relation that is widened until it grows no more.
    private static HashSet<string> Group(string start, List<Holding> holdings, PreTradeInput input)
    {
        var sides = holdings.Where(holding => holding.Value > 0 || holding.Asset.Id == start)
            .ToLookup(holding => holding.Asset.Id, holding => holding.Side, StringComparer.Ordinal);
        var group = new HashSet<string>(StringComparer.Ordinal) { start };
        while (true)
        {
            var joining = sides.Select(held => held.Key).Except(group, StringComparer.Ordinal)
                .Where(id => group.Any(member => AreOneBet(id, member, sides, input))).ToList();
            if (joining.Count == 0)
            {
                return group;
            }

            group.UnionWith(joining);
        }
    }

    // Whichever of the sides that an asset may come to be held on.
    private static bool AreOneBet(string left, string right, ILookup<string, int> sides, PreTradeInput input) => input.RiskModel.Pairs
        .FirstOrDefault(pair => (pair.AssetA == left && pair.AssetB == right) || (pair.AssetA == right && pair.AssetB == left))
        is not { } known || sides[left].Any(one => sides[right].Any(
            other => one * other * known.Correlation > (double)input.Limits.CorrelationThreshold));
}
