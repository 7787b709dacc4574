using OrleansAssets.Assets;
using OrleansAssets.Cli.Output;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Assets;

/// <summary>A position size and its reasons, for people.</summary>
internal static class SizePage
{
    public static IEnumerable<IRenderable> Show(SizeAnswer answer)
    {
        var table = PageParts.Table("Rule", "Scope", ">Allows USD", "~Because", "Binds");
        foreach (var rule in answer.Rules)
        {
            table.Row(
                PageParts.Cell(rule.Code),
                PageParts.Cell(rule.Scope),
                PageParts.Cell(ValueText.Money(rule.LimitNotional)),
                PageParts.Cell(rule.Explanation),
                PageParts.GoodIf(!rule.Binding, rule.Binding ? "yes" : ""));
        }

        return
        [
            PageParts.Facts(
                ("Position", $"{ValueText.Money(answer.Notional)} USD of {answer.AssetId}, bound by {answer.BindingRule}"),
                ("Portfolio", $"{ValueText.Money(answer.PortfolioValue)} USD"),
                ("Quantity", answer is { Quantity: { } quantity, Price: { } price }
                    ? $"{ValueText.Number(quantity)} at {ValueText.Number(price)}"
                    : "unknown without a price"),
                ("Stop, target", $"{Optional(answer.StopPrice)}, {Optional(answer.TargetPrice)}"),
                ("Tradable now", answer.Tradable ? "yes" : $"no: {answer.NotTradableBecause}")),
            table,
        ];
    }

    private static string Optional(decimal? price) => price is { } value ? ValueText.Number(value) : "none";
}
