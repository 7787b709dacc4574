using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>What a line of a statement must keep to.</summary>
public static class EventRowRules
{
    /// <summary>Our kinds, as our own layout writes them; money paid in and money taken out have a word each.</summary>
    public static ImmutableArray<(string Word, ImportedEventKind Kind)> Kinds { get; } =
    [
        ("dividend", ImportedEventKind.Dividend), ("tax", ImportedEventKind.Tax), ("interest", ImportedEventKind.Interest),
        ("financing", ImportedEventKind.Financing), ("borrow_fee", ImportedEventKind.BorrowFee), ("fee", ImportedEventKind.Fee),
        ("rebate", ImportedEventKind.Rebate), ("split", ImportedEventKind.Split), ("symbol_change", ImportedEventKind.SymbolChange),
        ("delisting", ImportedEventKind.Delisting), ("deposit", ImportedEventKind.CashFlow), ("withdrawal", ImportedEventKind.CashFlow),
    ];

    /// <summary>The word for a line's kind.</summary>
    public static string WordOf(ImportedEvent row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row is { Kind: ImportedEventKind.CashFlow, Amount: < 0 } ? "withdrawal" : Kinds.First(one => one.Kind == row.Kind).Word;
    }

    /// <summary>Faults of a line; empty for a good one.</summary>
    public static ImmutableArray<RowFault> Check(ImportedEvent row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        var faults = new RowFaults();
        faults.Id("event_id", row.EventId, ImportedEvent.IdLengthMax);
        if (row.StrategyId is { } strategy)
        {
            faults.Id("strategy", strategy);
        }

        faults.Instant("booked_at", row.BookedAt, now);
        faults.Currency("currency", row.Currency);
        if (row.Note is { } note && (note.Length > FillCheck.TextLengthMax / 2 || PrintableText.FindHidden(note) is not null))
        {
            faults.Add("note", "", $"must have at most {FillCheck.TextLengthMax / 2} characters, all of which are seen");
        }

        if (row.ExDate is { } date && (date > DateOnly.FromDateTime(now.UtcDateTime) || date.Year < 1970))
        {
            faults.Add("ex_date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "must be a day from 1970 on that has begun");
        }

        CheckAsset(ref faults, row);
        CheckUnits(ref faults, row);
        CheckAmount(ref faults, row);
        return faults.ToArray();
    }

    private static void CheckAsset(ref RowFaults faults, ImportedEvent row)
    {
        if (row.AssetId is null && row.Kind is ImportedEventKind.Split or ImportedEventKind.Delisting or ImportedEventKind.SymbolChange
            or ImportedEventKind.Dividend or ImportedEventKind.Financing or ImportedEventKind.BorrowFee)
        {
            faults.Add("asset", "", $"must be given: a {WordOf(row)} is of an asset");
        }

        if (row.AssetId is { } asset && row.Kind is ImportedEventKind.Interest or ImportedEventKind.CashFlow)
        {
            faults.Add("asset", asset, $"must be empty: a {WordOf(row)} is of the whole portfolio");
        }

        if (row.Kind == ImportedEventKind.SymbolChange && (row.NewAssetId is null || row.NewAssetId == row.AssetId))
        {
            faults.Add("new_asset", row.NewAssetId ?? "", "must be the asset's id from then on");
        }
    }

    private static void CheckUnits(ref RowFaults faults, ImportedEvent row)
    {
        var isSplit = row.Kind == ImportedEventKind.Split;
        if (isSplit && !(row is { NewUnits: >= 1 and <= BookEventCheck.RatioMax, OldUnits: >= 1 and <= BookEventCheck.RatioMax }
            && row.NewUnits != row.OldUnits))
        {
            faults.Add(
                "new_units", $"{row.NewUnits}",
                $"and old_units '{row.OldUnits}' must be two different whole numbers from 1, e.g. 10 and 1");
        }

        if (isSplit || row.Kind is ImportedEventKind.SymbolChange or ImportedEventKind.Delisting)
        {
            if (row.Amount is { } amount)
            {
                faults.Add("amount", amount, row.Kind == ImportedEventKind.Delisting
                    ? "must be empty: what each unit was paid is its per_unit" : $"must be empty: a {WordOf(row)} moves no money");
            }
        }
        else if (row.NewUnits is not null || row.OldUnits is not null)
        {
            faults.Add("new_units", $"{row.NewUnits}", "must be empty, as must old_units: only a split has them");
        }
    }

    private static void CheckPerUnit(ref RowFaults faults, ImportedEvent row)
    {
        if (row.Kind != ImportedEventKind.Delisting)
        {
            if (row.PerUnit is { } other)
            {
                faults.Add("per_unit", other, "must be empty: only a delisting has it");
            }

            return;
        }

        if (row.PerUnit is not (>= 0 and <= FillCheck.AmountMax))
        {
            faults.Add(
                "per_unit", row.PerUnit is { } given ? RowRules.Text(given) : "", "must be what each unit was paid, 0 for nothing");
        }

        if (row is { Currency: { } code, AssetId: { } asset } && code != Conversions.QuoteCurrencyOf(asset).Code)
        {
            faults.Add("currency", code, $"must be {Conversions.QuoteCurrencyOf(asset)}, in which {asset} is priced, or empty");
        }
    }

    private static void CheckAmount(ref RowFaults faults, ImportedEvent row)
    {
        CheckPerUnit(ref faults, row);
        if (row.Kind is not (ImportedEventKind.Split or ImportedEventKind.SymbolChange or ImportedEventKind.Delisting))
        {
            var sign = row.Kind switch
            {
                ImportedEventKind.BorrowFee or ImportedEventKind.Fee => -1,
                ImportedEventKind.Rebate => 1,
                _ => 0,
            };
            if (row.Amount is not { } amount || amount == 0 || Math.Abs(amount) > FillCheck.AmountMax)
            {
                faults.Add("amount", row.Amount is { } given ? RowRules.Text(given) : "", "must be what cash gained, other than 0");
            }
            else if (sign != 0 && Math.Sign(amount) != sign)
            {
                faults.Add("amount", amount, $"must be {(sign < 0 ? "less" : "more")} than 0: it is what cash gained by a {WordOf(row)}");
            }
        }

        var mayWithhold = row is { Kind: ImportedEventKind.Dividend or ImportedEventKind.Interest, Amount: > 0 };
        if (row.Withheld < 0 || (row.Withheld > 0 && (!mayWithhold || row.Withheld >= row.Amount)))
        {
            faults.Add("withheld", row.Withheld, "must be 0, or less than the dividend or the interest that was received");
        }
    }
}
