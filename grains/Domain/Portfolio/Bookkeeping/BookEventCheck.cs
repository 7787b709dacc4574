using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Refuses an event that makes no sense before anything is queued: all faults at once, and what does not belong to its kind.
/// </summary>
public static class BookEventCheck
{
    /// <summary>Largest part of a split's ratio.</summary>
    public const int RatioMax = 1_000_000;

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(BookEvent one, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(one);
        FieldFault.Refuse("event", [
            IdCheck.FaultOf("eventId", one.EventId),
            Enum.IsDefined(one.Kind) ? null
                : new FieldFault("kind", InvalidPlace.Text((int)one.Kind), "must be a kind of event", $"kind {(int)one.Kind} is unknown"),
            one.AssetId is { } asset ? IdCheck.FaultOf("assetId", asset) : null,
            one.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            FillCheck.CurrencyOf(one.Currency),
            one.Rate is { } rate ? FillCheck.Positive("rate", rate, FillCheck.RateMax) : null,
            IdCheck.FaultOf("operator", one.Operator),
            FillCheck.Reason(one.Reason),
            one.EffectiveAt == default ? null : FillCheck.Time("effectiveAt", one.EffectiveAt, now),
            .. OfKind(one),
        ]);
    }

    private static FieldFault?[] OfKind(BookEvent one) => one.Kind switch
    {
        BookEventKind.Split =>
        [
            Asset(one), Ratio(one), Absent("perUnit", one.PerUnit, one), Absent("newAssetId", one.NewAssetId, one),
            Absent("withheld", Given(one.Withheld), one), Absent("strategyId", one.StrategyId, one),
            one.Amount is { } inLieu ? FillCheck.Positive("amount", inLieu, FillCheck.AmountMax) : null,
        ],
        BookEventKind.SymbolChange =>
        [
            Asset(one), NoRatio(one), IdCheck.FaultOf("newAssetId", one.NewAssetId),
            one.NewAssetId == one.AssetId ? new FieldFault(
                "newAssetId", one.NewAssetId, "must be another id than assetId", "newAssetId is the asset's id already") : null,
            Absent("amount", one.Amount, one),
            Absent("perUnit", one.PerUnit, one), Absent("withheld", Given(one.Withheld), one),
            Absent("strategyId", one.StrategyId, one),
        ],
        BookEventKind.Delisting =>
        [
            Asset(one), NoRatio(one), Absent("newAssetId", one.NewAssetId, one), Absent("amount", one.Amount, one),
            Absent("withheld", Given(one.Withheld), one), Absent("strategyId", one.StrategyId, one),
            one is { Currency: { } code, AssetId: { } asset } && code != Conversions.QuoteCurrencyOf(asset).Code
                ? new FieldFault(
                    "currency", code, $"must be left out, as a delisting is paid in {Conversions.QuoteCurrencyOf(asset)}",
                    $"a delisting of {asset} is paid in {Conversions.QuoteCurrencyOf(asset)}: leave currency out") : null,
            one.PerUnit is >= 0 and <= FillCheck.AmountMax ? null
                : FieldFault.Must(
                    "perUnit", one.PerUnit, $"must say what each unit is paid, 0 (for nothing) to {FillCheck.Text(FillCheck.AmountMax)}"),
        ],
        BookEventKind.Dividend => [Asset(one), NoRatio(one), Absent("newAssetId", one.NewAssetId, one), .. Dividend(one)],
        BookEventKind.Interest => [.. Sum(one, null), Absent("assetId", one.AssetId, one), Withheld(one, one.Amount)],
        BookEventKind.Financing => [.. Sum(one, null), Asset(one), Absent("withheld", Given(one.Withheld), one)],
        BookEventKind.BorrowFee => [.. Sum(one, -1), Asset(one), Absent("withheld", Given(one.Withheld), one)],
        BookEventKind.Fee => [.. Sum(one, -1), Absent("withheld", Given(one.Withheld), one)],
        BookEventKind.Rebate => [.. Sum(one, 1), Absent("withheld", Given(one.Withheld), one)],
        _ => [],
    };

    private static FieldFault?[] Dividend(BookEvent one) => one switch
    {
        { Amount: { } amount, PerUnit: null } => [Amount(amount, null), Withheld(one, amount)],
        { Amount: null, PerUnit: { } perUnit } => [FillCheck.Positive("perUnit", perUnit, FillCheck.AmountMax), Withheld(one, perUnit)],
        _ =>
        [
            new FieldFault(
                "amount", InvalidPlace.Text(one.Amount), "must be given, or perUnit: one of the two",
                "one of amount (in all) and perUnit must be given"),
        ],
    };

    private static FieldFault?[] Sum(BookEvent one, int? sign) =>
    [
        NoRatio(one), Absent("newAssetId", one.NewAssetId, one), Absent("perUnit", one.PerUnit, one),
        Amount(one.Amount ?? 0, sign),
    ];

    private static FieldFault? Amount(decimal amount, int? sign) => amount == 0 || Math.Abs(amount) > FillCheck.AmountMax
        ? FieldFault.Give("amount", amount, $"an amount other than 0, at most {FillCheck.Text(FillCheck.AmountMax)}")
        : sign is { } only && Math.Sign(amount) != only
            ? FieldFault.Give("amount", amount, $"what cash gains, {(only > 0 ? "more" : "less")} than 0")
            : null;

    private static FieldFault? Withheld(BookEvent one, decimal? gross) =>
        one.Withheld == 0 || (one.Withheld > 0 && gross > 0 && one.Withheld <= gross) ? null
        : FieldFault.Give("withheld", one.Withheld, "0 to what is received");

    private static FieldFault? Asset(BookEvent one) => one.AssetId is not null ? null
        : new FieldFault("assetId", null, "must be given", $"a {NameOf(one)} is of an asset: give assetId");

    private static FieldFault? Ratio(BookEvent one) =>
        one is { NewUnits: >= 1 and <= RatioMax, OldUnits: >= 1 and <= RatioMax } && one.NewUnits != one.OldUnits ? null
        : new FieldFault(
            "newUnits", InvalidPlace.Text(one.NewUnits), $"must be a whole number from 1 to {RatioMax:N0}, and oldUnits another one",
            $"newUnits and oldUnits must be two different whole numbers from 1 to {RatioMax:N0}, e.g. 10 new for 1 old");

    private static FieldFault? NoRatio(BookEvent one) => one.NewUnits is null && one.OldUnits is null ? null
        : new FieldFault(
            one.NewUnits is null ? "oldUnits" : "newUnits", InvalidPlace.Text(one.NewUnits ?? one.OldUnits), "must be left out",
            $"newUnits and oldUnits do not belong to a {NameOf(one)}");

    private static FieldFault? Absent<T>(string name, T? value, BookEvent one) => value is null ? null
        : new FieldFault(name, InvalidPlace.Text(value), "must be left out", $"{name} does not belong to a {NameOf(one)}");

    private static decimal? Given(decimal value) => value == 0 ? null : value;

    private static string NameOf(BookEvent one) => one.Kind switch
    {
        BookEventKind.SymbolChange => "symbol change",
        BookEventKind.BorrowFee => "borrow fee",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
