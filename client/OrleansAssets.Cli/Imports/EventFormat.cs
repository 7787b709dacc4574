using System.Globalization;
using System.IO.Hashing;
using System.Text;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Imports;

/// <summary>What brokers' statements have beside trades.</summary>
/// <param name="currency">Of amounts where no column says it; null is the portfolio's.</param>
internal sealed class EventFormat(KnownAssets assets, FileForm form, string? currency, DateTimeOffset now) : RowFormat<ImportedEvent>
{
    private const int Id = 0, Kind = 1, BookedAt = 2, Asset = 3, Amount = 4, Withheld = 5, Currency = 6, ExDate = 7, NewUnits = 8,
        OldUnits = 9, NewAsset = 10, Strategy = 11, Note = 12, MoreAmount = 13, PerUnit = 14;

    private const int NoteLengthMax = 200;

    private static readonly string KindRule = $"must be one of {string.Join(", ", EventRowRules.Kinds.Select(one => one.Word))}";

    /// <summary>Hashes of the ids seen: a few bytes a row, whatever the length of the ids.</summary>
    private readonly Dictionary<UInt128, int> _seen = [];

    private readonly HashSet<int> _days = [];

    public override IReadOnlyList<ColumnRule> Columns { get; } =
    [
        new("event_id", form.Layout.IsOwn), new("kind", true), new("booked_at", true), new("asset", false), new("amount", true),
        new("withheld", false), new("currency", false), new("ex_date", false), new("new_units", false), new("old_units", false),
        new("new_asset", false), new("strategy", false), new("note", false), new("more_amount", false),
        new("per_unit", false),
    ];

    public override ImportedEvent? Read(RowFields fields, List<RowFault> faults)
    {
        var (word, kind) = KindOf(fields, faults);
        var at = fields.Instant(BookedAt, faults);
        var (asset, renamed) = (
            form.Layout.CostKinds.IsEmpty ? AssetOf(Asset, fields, faults) : FinancedOf(fields), AssetOf(NewAsset, fields, faults));
        var (amount, withheld) = (AmountOf(fields, faults), fields.NumberOr(0, Withheld, faults));
        var (newUnits, oldUnits) = (UnitsOf(NewUnits, fields, faults), UnitsOf(OldUnits, fields, faults));
        var perUnit = fields.IsEmpty(PerUnit) ? null : fields.NumberOr(0, PerUnit, faults);
        var exDate = fields.IsEmpty(ExDate) ? null : fields.Day(ExDate, faults);
        if (faults.Count == 0 && word is "deposit" or "withdrawal" && amount * (word == "deposit" ? 1 : -1) <= 0)
        {
            fields.Add(Amount, word == "deposit" ? "must be more than 0" : "must be less than 0: it is what cash gained", faults);
        }

        if (faults.Count > 0)
        {
            return null;
        }

        // No fault means that every value that a line must have is there. Brokers name the share that a fee or interest is about.
        kind = asset is not null && IsCost(fields) ? ImportedEventKind.Financing : kind;
        var isOfAll = kind is ImportedEventKind.Interest or ImportedEventKind.CashFlow;
        var row = new ImportedEvent(
            "", kind!.Value, at!.Value, isOfAll && !form.Layout.IsOwn ? null : asset, amount, withheld!.Value,
            fields.IsEmpty(Currency) ? currency : fields.Text(Currency).ToUpperInvariant(), newUnits, oldUnits, renamed, exDate,
            fields.IsEmpty(Strategy) ? null : fields.Text(Strategy), NoteOf(fields), fields.Line)
        {
            PerUnit = perUnit,
        };
        row = form.Layout.IsOwn ? row : BySign(row);
        row = row with { EventId = fields.IsEmpty(Id) && !form.Layout.IsOwn ? ContentId(row) : fields.Text(Id) };
        faults.AddRange(EventRowRules.Check(row, now));
        if (faults.Count == 0 && fields.Has(Id) && Count(row.EventId) > 1)
        {
            fields.Add(Id, "must be unique; it is in the file twice", faults);
        }

        _days.Add(StatementConversion.DayOf(row).DayNumber);
        return row;
    }

    public override (DateTimeOffset From, DateTimeOffset Until)? SpanOf(ImportedEvent row) => (row.BookedAt, row.BookedAt);

    public override FileFigures Figures() => new(Days: _days.Count);

    private (string? Word, ImportedEventKind? Kind) KindOf(RowFields fields, List<RowFault> faults)
    {
        var told = fields.Text(Kind);
        var word = form.Layout.KindWords.IsEmpty ? told.ToLowerInvariant()
            : form.Layout.KindWords.FirstOrDefault(one => string.Equals(one.Theirs, told, StringComparison.OrdinalIgnoreCase)).Ours;
        foreach (var (ours, kind) in EventRowRules.Kinds)
        {
            if (ours == word)
            {
                return (form.Layout.IsOwn ? word : null, kind); // only our own layout parts deposits from withdrawals by a word
            }
        }

        fields.Add(Kind, KindRule, faults);
        return (null, null);
    }

    // Brokers give a fee back under the name of the fee.
    private static ImportedEvent BySign(ImportedEvent row) => row switch
    {
        { Kind: ImportedEventKind.Fee, Amount: > 0 } => row with { Kind = ImportedEventKind.Rebate },
        { Kind: ImportedEventKind.Rebate, Amount: < 0 } => row with { Kind = ImportedEventKind.Fee },
        _ => row,
    };

    private bool IsCost(RowFields fields) => form.Layout.CostKinds.Contains(fields.Text(Kind), StringComparer.OrdinalIgnoreCase);

    // What holding an asset cost. Where that is none of the catalogue's, the money is the account's all the same.
    private string? FinancedOf(RowFields fields) =>
        IsCost(fields) && !fields.IsEmpty(Asset) ? assets.Find(fields.Text(Asset)) : null;

    private string? AssetOf(int column, RowFields fields, List<RowFault> faults)
    {
        var name = fields.Text(column);
        var asset = name.Length == 0 ? null : assets.Find(name);
        if (name.Length > 0 && asset is null)
        {
            fields.Add(column, assets.Rule(name), faults);
        }

        return asset;
    }

    private decimal? AmountOf(RowFields fields, List<RowFault> faults) =>
        IsCost(fields) ? fields.NumberOr(0, MoreAmount, faults)
        : fields.IsEmpty(Amount) && fields.IsEmpty(MoreAmount) ? null
        : fields.NumberOr(0, Amount, faults) + fields.NumberOr(0, MoreAmount, faults);

    private static int? UnitsOf(int column, RowFields fields, List<RowFault> faults)
    {
        if (fields.IsEmpty(column))
        {
            return null;
        }

        var units = fields.Number(column, faults);
        if (units is { } given && (given != decimal.Truncate(given) || Math.Abs(given) > int.MaxValue))
        {
            fields.Add(column, "must be a whole number", faults);
            return null;
        }

        return (int?)units;
    }

    private static string? NoteOf(RowFields fields)
    {
        var note = string.Concat(fields.Text(Note).Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return note.Length == 0 ? null : note.Length <= NoteLengthMax ? note : note[..NoteLengthMax];
    }

    // What no id tells is told by its content, and equal ones by their number: the same file again has the same ids.
    private string ContentId(ImportedEvent row)
    {
        var content = string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Kind}|{row.AssetId}|{(row.Amount ?? 0) / 1.000000000000000000m}|{row.Currency}|{row.BookedAt.UtcTicks}|{row.Note}");
        var number = Count(content);
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(content));
        return number == 1 ? $"file-{hash:x32}" : $"file-{hash:x32}-{number}";
    }

    private int Count(string id)
    {
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
        return _seen[hash] = _seen.GetValueOrDefault(hash) + 1;
    }
}
