using System.Globalization;
using System.IO.Hashing;
using System.Text;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Imports;

/// <summary>Fills, as brokers and exchanges list them.</summary>
internal sealed class FillFormat(KnownAssets assets, FileForm form, FillOptions options, DateTimeOffset now) : RowFormat<ImportedFill>
{
    private const int Id = 0, Asset = 1, Side = 2, Quantity = 3, Price = 4, ExecutedAt = 5, Fee = 6, FeeCurrency = 7, Currency = 8,
        Strategy = 9, MoreFee = 10;

    /// <summary>Units of a lot of currencies, as MetaTrader counts them.</summary>
    private const decimal ForexLot = 100_000;

    private readonly Dictionary<UInt128, int> _seen = [];
    private readonly FillFigures _figures = new();
    private long _order;

    public override IReadOnlyList<ColumnRule> Columns { get; } =
    [
        new("fill_id", form.Layout.IsOwn), new("asset", options.Asset is null),
        new("side", form.Layout.Columns.Any(one => one.Name == "side")), new("quantity", true), new("price", true),
        new("executed_at", true), new("fee", false), new("fee_currency", false), new("currency", false), new("strategy", false),
        new("more_fee", false),
    ];

    public override ImportedFill? Read(RowFields fields, List<RowFault> faults)
    {
        var asset = AssetOf(fields, faults);
        var (quantity, unit) = QuantityOf(fields, faults);
        var side = SideOf(fields, quantity, faults);
        var price = fields.Number(Price, faults);
        var at = fields.Instant(ExecutedAt, faults);
        var (fee, feeUnit) = FeeOf(fields, faults);
        if (asset is not null && unit is not null && !IsBase(asset, unit))
        {
            fields.Add(Quantity, $"must be in the first currency of {asset}", faults);
        }

        var lot = asset is null ? 1 : LotOf(fields, asset, faults);
        if (faults.Count > 0)
        {
            return null;
        }

        // No fault means that every value that a fill must have is there.
        var strategy = fields.IsEmpty(Strategy) ? options.Strategy : fields.Text(Strategy);
        var currency = fields.IsEmpty(Currency) ? options.Currency : fields.Text(Currency).ToUpperInvariant();
        var fill = new ImportedFill(
            "", asset!, strategy, side!.Value, Math.Abs(quantity!.Value) * lot, price!.Value, currency, fee!.Value,
            feeUnit ?? FeeCurrencyOf(fields), at!.Value, fields.Line, form.NewestFirst ? -(++_order) : ++_order);
        fill = fill with { FillId = fields.Has(Id) ? fields.Text(Id) : ContentId(fill) };
        faults.AddRange(FillRules.Check(fill, now, assets.HasNegativePrices(asset!)));
        if (faults.Count == 0 && fields.Has(Id) && Count(fill.FillId) > 1)
        {
            fields.Add(Id, "must be unique; it is in the file twice", faults);
        }

        if (faults.Count == 0)
        {
            _figures.Add(fill);
        }

        return fill;
    }

    public override (DateTimeOffset From, DateTimeOffset Until)? SpanOf(ImportedFill row) => (row.At, row.At);

    public override FileFigures Figures() => _figures.Count();

    private string? AssetOf(RowFields fields, List<RowFault> faults)
    {
        var name = options.Asset ?? fields.Text(Asset);
        var asset = assets.Find(name);
        if (asset is null)
        {
            fields.Add(Asset, assets.Rule(name), faults);
        }

        return asset;
    }

    private (decimal? Value, string? Unit) QuantityOf(RowFields fields, List<RowFault> faults) => form.Layout.UnitsInCells
        ? fields.NumberWithUnit(Quantity, faults) is { } found ? (found.Value, found.Unit) : (null, null)
        : (fields.Number(Quantity, faults), null);

    private (decimal? Value, string? Unit) FeeOf(RowFields fields, List<RowFault> faults)
    {
        if (form.Layout.UnitsInCells && !fields.IsEmpty(Fee))
        {
            return fields.NumberWithUnit(Fee, faults) is { } found ? (found.Value, found.Unit) : (null, null);
        }

        var fee = fields.NumberOr(0, Fee, faults) + fields.NumberOr(0, MoreFee, faults);
        return (form.Layout.FeesAreNegative ? -fee : fee, null);
    }

    private string? FeeCurrencyOf(RowFields fields) => fields.IsEmpty(FeeCurrency)
        ? options.FeeCurrency ?? form.Layout.FeeCurrency
        : fields.Text(FeeCurrency).ToUpperInvariant();

    // Where no column says the side, the sign does. Beside one, some write a sale below 0; what is bought and below 0 takes a fill back.
    private OrderSide? SideOf(RowFields fields, decimal? quantity, List<RowFault> faults)
    {
        if (!fields.Has(Side))
        {
            return quantity < 0 ? OrderSide.Sell : OrderSide.Buy;
        }

        switch (fields.Text(Side).ToUpperInvariant())
        {
            case "BUY" or "BOT" or "B" or "BUY_TO_COVER":
                Refuse(quantity < 0);
                return OrderSide.Buy;
            case "SELL" or "SLD" or "S" or "SELL_SHORT":
                Refuse(quantity < 0 && form.Layout.IsOwn);
                return OrderSide.Sell;
            default:
                fields.Add(Side, "must be buy or sell", faults);
                return null;
        }

        void Refuse(bool contradicts)
        {
            if (contradicts)
            {
                fields.Add(Quantity, "must be more than 0 beside this side; a cancelled fill is corrected (assets order correct)", faults);
            }
        }
    }

    private decimal LotOf(RowFields fields, string asset, List<RowFault> faults)
    {
        if (options.LotSize is { } said)
        {
            return said;
        }

        if (form.Layout.InLots && assets.ClassOf(asset) != "forex")
        {
            fields.Add(Quantity, $"is in lots, and how many units of {asset} one has is not known: say it with --lot-size", faults);
        }

        return form.Layout.InLots ? ForexLot : 1;
    }

    // What no id tells is told by its content, and equal ones by their number: the same file again has the same ids.
    private string ContentId(ImportedFill fill)
    {
        var content = string.Create(
            CultureInfo.InvariantCulture,
            $"{fill.AssetId}|{fill.Side}|{fill.Quantity / 1.000000000000000000m}|{fill.Price / 1.000000000000000000m}|"
                + $"{fill.Fee / 1.000000000000000000m}|{fill.FeeCurrency}|{fill.At.UtcTicks}");
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(content));
        var number = Count(hash);
        return number == 1 ? $"file-{hash:x32}" : $"file-{hash:x32}-{number}";
    }

    private int Count(string id) => Count(XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id)));

    private int Count(UInt128 hash) => _seen[hash] = _seen.GetValueOrDefault(hash) + 1;

    private static bool IsBase(string asset, string unit) =>
        asset.Split('/') is [var first, _] ? first == unit : asset == unit;
}

/// <summary>What the user says of fills.</summary>
/// <param name="Asset">For files without the column.</param>
/// <param name="Strategy">For rows that name none.</param>
/// <param name="Currency">Of prices; null is the asset's quote currency.</param>
/// <param name="FeeCurrency">Of fees; null is the layout's, else that of the price.</param>
/// <param name="LotSize">Units of a lot.</param>
internal sealed record FillOptions(string? Asset, string? Strategy, string? Currency, string? FeeCurrency, decimal? LotSize);
