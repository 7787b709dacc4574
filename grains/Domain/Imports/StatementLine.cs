using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>Something that is in the book and is no trade.</summary>
/// <param name="Id">Of the event or the flow.</param>
/// <param name="Day">Of what was collected the ex-date, or the date from which it holds; else when it was booked.</param>
/// <param name="Amount">What cash gained, in the portfolio's currency, tax taken out.</param>
/// <param name="Withheld">The tax that was kept back.</param>
public sealed record BookedMatter(string Id, ImportedEventKind Kind, string? AssetId, DateOnly Day, decimal Amount, decimal Withheld = 0)
{
    /// <summary>Of a dividend: when it is paid, where that is known.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>Of a split.</summary>
    public int? NewUnits { get; init; }

    /// <summary>Of a split.</summary>
    public int? OldUnits { get; init; }

    /// <summary>Of a change of the symbol.</summary>
    public string? NewAssetId { get; init; }

    /// <summary>Of a delisting: what each unit was paid.</summary>
    public decimal? PerUnit { get; init; }

    /// <summary>Number of its entry in the journal; 0 of what is not written.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether the product collected and settled it itself.</summary>
    public bool IsCollected { get; init; }

    /// <summary>Whether it came with a statement.</summary>
    public bool IsImported => Id.StartsWith(StatementConversion.IdPrefix, StringComparison.Ordinal);

    /// <summary>What cash would have gained without tax.</summary>
    public decimal Gross => Amount + Withheld;
}

/// <summary>A line and what becomes of it.</summary>
/// <param name="Row">As it is to be booked, where it is new.</param>
/// <param name="Booked">What it was compared with; null for nothing.</param>
public sealed record StatementLine(ImportedEvent Row, LineOutcome Outcome, BookedMatter? Booked)
{
    /// <summary>By how much cash gained more than the book has.</summary>
    public decimal Difference { get; init; }

    /// <summary>What people should know of it, as a sentence without its point; null for nothing.</summary>
    public string? Text { get; init; }
}

/// <summary>What becomes of a line of a statement.</summary>
public enum LineOutcome
{
    /// <summary>It is booked.</summary>
    New = 0,

    /// <summary>It was imported before, by its id.</summary>
    Known = 1,

    /// <summary>The book has it otherwise: collected, or recorded by hand.</summary>
    Booked = 2,

    /// <summary>The book began later: what it began with has it.</summary>
    BeforeTheBook = 3,

    /// <summary>It contradicts what the book has.</summary>
    Refused = 4,
}
