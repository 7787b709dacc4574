using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Parts;

/// <summary>What may be traded, in words and as a colour.</summary>
internal static class ModeText
{
    public static string Word(TradingMode mode) => mode switch
    {
        TradingMode.Normal => "Trading",
        TradingMode.ReduceOnly => "Reduce only",
        _ => "Halted",
    };

    public static Tone Tone(TradingMode mode) => mode switch
    {
        TradingMode.Normal => Parts.Tone.Good,
        TradingMode.ReduceOnly => Parts.Tone.Warn,
        _ => Parts.Tone.Bad,
    };

    /// <summary>Of the whole portfolio; one without a book has nothing that stops it.</summary>
    public static TradingMode Mode(this PortfolioView portfolio) => portfolio.Book?.Mode ?? TradingMode.Normal;
}
