using OrleansAssets.Pages.Forms;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Portfolio;

/// <summary>What a broker executed, as a form says it.</summary>
public class FillForm : StepForm
{
    public string? FillId { get; set; }

    public string? OrderId { get; set; }

    public string? Asset { get; set; }

    public string? Side { get; set; }

    public string? Quantity { get; set; }

    public string? Price { get; set; }

    public string? Fee { get; set; }

    public string? FeeCurrency { get; set; }

    public string? Currency { get; set; }

    public string? Rate { get; set; }

    public string? At { get; set; }

    public string? Strategy { get; set; }

    /// <summary>The fill; what of its figures is none is told to the reader. Whether it makes sense the book says.</summary>
    internal Fill Read(FormTexts texts) => new(
        texts.Needed("id", FillId), FormTexts.Text(OrderId), texts.Needed("asset", Asset), texts.Choice<OrderSide>("side", Side),
        texts.NeededNumber("quantity", Quantity), texts.NeededNumber("price", Price), texts.Number("fee", Fee) ?? 0,
        FormTexts.Text(Currency), texts.Number("rate", Rate), texts.Time("time", At) ?? default, FormTexts.Text(Strategy),
        FormTexts.Text(FeeCurrency))
    {
        Confirmed = Confirmed,
    };

    /// <summary>
    /// Says a fill as a form does, but for its id and its time: the right one has its own id, and by itself the same time.
    /// </summary>
    internal void Take(Fill fill)
    {
        (Asset, Side) = (fill.AssetId, fill.Side.ToString());
        (Quantity, Price) = (FormTexts.Text(fill.Quantity), FormTexts.Text(fill.Price));
        (Fee, FeeCurrency, Currency) = (fill.Fee == 0 ? null : FormTexts.Text(fill.Fee), fill.FeeCurrency, fill.Currency);
        (OrderId, Strategy) = (fill.ClientOrderId, fill.StrategyId);
    }
}
