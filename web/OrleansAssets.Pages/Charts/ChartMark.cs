namespace OrleansAssets.Pages.Charts;

/// <summary>Something that happened, drawn into a chart.</summary>
/// <param name="Price">Where it is drawn; null for what has no price.</param>
/// <param name="Words">What a pointer over it says.</param>
/// <param name="Short">What stands beside its line.</param>
public sealed record ChartMark(DateTimeOffset At, decimal? Price, ChartMarkKind Kind, string Words, string Short = "");

/// <summary>A price that is drawn across a chart, as a stop.</summary>
public sealed record ChartLevel(string Words, decimal Price);

/// <summary>How a mark is drawn.</summary>
public enum ChartMarkKind
{
    /// <summary>A triangle that points up.</summary>
    Bought = 0,

    /// <summary>A triangle that points down.</summary>
    Sold = 1,

    /// <summary>A line over the whole height.</summary>
    Event = 2,
}
