using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>An input with what several checks derive from it. Made once a decision; checks only read it.</summary>
public sealed class PreTradeContext
{
    /// <summary>Decimals of quantities of an asset that the catalogue no longer has.</summary>
    private const int UnknownDecimals = 10;

    public PreTradeContext(PreTradeInput input)
    {
        Input = input;
        var own = input.Asset is { } asset
            ? OtherAsset.Of(asset.Id, asset.ClassId, asset.Risk)
            : null;
        Assets = own is null ? input.OtherAssets : [.. input.OtherAssets.Where(other => other.AssetId != own.AssetId), own];
        Rates = ConversionRate.Table(input.Rates, input.Book.Currency);
        Exposures = Exposure.OfBook(input.Book, Assets, Rates, RuleSet);
        Own = Exposures.FirstOrDefault(exposure => exposure.AssetId == input.Order.AssetId);
        var net = Own?.Net ?? 0;
        IsExit = net != 0 && Math.Sign(net) == (IsSale ? 1 : -1);
        Closable = IsExit ? Math.Max(0, Math.Abs(net) - PendingExits(input)) : 0;
        Price = PriceOf(input, IsExit);
        Worth = Price is { } price ? UnitWorth.Of(AssetId, price, Rates) : null;
        Requested = Order.Quantity ?? (Worth is { } worth ? WholeUnits(new Money(Order.Notional ?? 0, Currency), worth.Value) : null);
    }

    public PreTradeInput Input { get; }

    public OrderRequest Order => Input.Order;

    public PreTradeBook Book => Input.Book;

    /// <summary>The portfolio's.</summary>
    public Currency Currency => Rates.To;

    /// <summary>What other currencies are worth in it.</summary>
    public ExchangeRates Rates { get; }

    /// <summary>Cash and positions at their marks, open profit and loss included.</summary>
    public Money Equity => new(Book.Equity, Currency);

    public GlobalRisk Limits => Input.Limits;

    public string AssetId => Order.AssetId;

    /// <summary>The set of checks that is asked.</summary>
    public int RuleSet => Input.RuleSet ?? 0;

    /// <summary>The currency of the asset's prices; the first set of checks called a stablecoin a dollar.</summary>
    public string PriceUnit => RuleSet == 0 && Stablecoins.IsOfTheDollar(UnitWorth.CurrencyOf(AssetId))
        ? Monetary.Currency.Usd.Code
        : UnitWorth.QuoteCurrency(AssetId);

    public string AssetScope => $"asset {AssetId}";

    /// <summary>The asset's class, or that of the position in an asset that is no longer known.</summary>
    public string ClassId => Input.Asset?.ClassId ?? Own?.ClassId ?? "unknown";

    public string ClassScope => $"class {ClassId}";

    /// <summary>The class of a known asset.</summary>
    public PreTradeClass? Class => Input.Asset is { } asset ? Input.Classes.FirstOrDefault(known => known.Id == asset.ClassId) : null;

    /// <summary>Whether a class beside the asset's own is enabled: only then the portfolio's limit of one class applies.</summary>
    public bool IsAnotherClassEnabled => Input.Classes.Any(known => known.Enabled && known.Id != Input.Asset?.ClassId);

    public string PhaseScope => $"phase {Input.Asset?.PhaseId}";

    public string PortfolioScope => $"portfolio {Input.PortfolioId}";

    public bool IsSale => Order.Side == OrderSide.Sell;

    /// <summary>Every asset that is held, reserved or ordered.</summary>
    public ImmutableArray<OtherAsset> Assets { get; }

    public ImmutableArray<Exposure> Exposures { get; }

    /// <summary>The exposure in the order's asset, null without any.</summary>
    public Exposure? Own { get; }

    /// <summary>Whether the order reduces the position.</summary>
    public bool IsExit { get; }

    /// <summary>Units that may still be closed: the position less exits under way.</summary>
    public decimal Closable { get; }

    /// <summary>Price per unit that the order is taken at: the worst of its limit and the quote.</summary>
    public decimal? Price { get; }

    /// <summary>What a unit is worth at that price; null without a price or a rate.</summary>
    public UnitWorth? Worth { get; }

    /// <summary>Units asked for; null where an amount of money meets no price.</summary>
    public decimal? Requested { get; }

    /// <summary>The order's stop, else the asset's own distance from the price.</summary>
    public decimal? StopPrice => Order.StopPrice ?? (Input.Asset is { } asset ? ExitPrices.Stop(asset.Risk, Price, IsSale) : null);

    /// <summary>The order's target, else the asset's own distance from the price.</summary>
    public decimal? TargetPrice => Order.TargetPrice ?? (Input.Asset is { } asset ? ExitPrices.Target(asset.Risk, Price, IsSale) : null);

    /// <summary>What a unit loses at the stop, in the portfolio's currency; null without a price or a rate.</summary>
    public Price? HeatPerUnit => Worth is null || Price is not { } price ? null : new Price(
        Exposure.LossAtStop(
            AssetId, Assets.FirstOrDefault(asset => asset.AssetId == AssetId), IsSale ? -1 : 1, price, StopPrice, Rates, RuleSet).Amount,
        Currency);

    /// <summary>What the order's exposure to its market is per unit, in the portfolio's currency; null without a price or a rate.</summary>
    public Price? ExposurePerUnit => Worth is { } worth ? worth.Value * (Input.Asset?.Risk.ExposureFactor ?? 1) : null;

    /// <summary>The smallest difference between two quantities.</summary>
    public decimal Step => Input.Asset?.Risk.OrderTerms.QuantityStep ?? Amounts.StepOf(UnknownDecimals);

    /// <summary>The smallest order by its size.</summary>
    public decimal SmallestSize => Math.Max(Input.Asset?.Risk.MinTradeSize ?? 0, Step);

    /// <summary>The smallest order, by its size and by what it is worth.</summary>
    public decimal Smallest => Input.Asset is { } asset ? asset.Risk.SmallestUnits(Price) : SmallestSize;

    /// <summary>The largest number of whole steps whose price is within an amount of the portfolio's currency.</summary>
    public decimal WholeUnits(Money amount, Price perUnit)
    {
        if (!amount.IsPositive)
        {
            return 0;
        }

        // The quotient is rounded to 28 digits, perhaps up: the product tells.
        var units = !perUnit.IsPositive || (double)amount.Amount / (double)perUnit.PerUnit >= (double)OrderCheck.QuantityMax
            ? OrderCheck.QuantityMax
            : DownToStep((amount / perUnit).Units);
        return perUnit * new Quantity(units) > amount ? Math.Max(0, units - Step) : units;
    }

    /// <summary>Likewise, and 0 where it is less than the smallest order.</summary>
    public decimal OrderableUnits(Money amount, Price perUnit) =>
        WholeUnits(amount, perUnit) is var units && units >= Smallest ? units : 0;

    private decimal DownToStep(decimal units) =>
        Input.Asset?.Risk.DownToStep(units) ?? Amounts.Down(units, UnknownDecimals);

    private static decimal PendingExits(PreTradeInput input)
    {
        var sign = input.Order.Side == OrderSide.Sell ? -1 : 1;
        return input.Book.Reservations
            .Where(reservation => reservation.AssetId == input.Order.AssetId && Math.Sign(reservation.SignedQuantity) == sign)
            .Sum(reservation => Math.Abs(reservation.SignedQuantity));
    }

    private static decimal? PriceOf(PreTradeInput input, bool isExit)
    {
        var (order, quote) = (input.Order, input.Asset?.Quote);
        var market = order.Side == OrderSide.Buy ? quote?.Ask : quote?.Bid;
        // A sale below the market is filled at the market; what it opens is then worth that much.
        var price = order is { Side: OrderSide.Sell, LimitPrice: { } limit }
            ? Math.Max(limit, market ?? limit)
            : order.LimitPrice ?? market;
        // An exit is never stopped for want of a quote.
        var mark = input.Book.Positions.FirstOrDefault(position => position.AssetId == order.AssetId)?.MarkPrice;
        return price is > 0 ? price : isExit && mark > 0 ? mark : null;
    }
}
