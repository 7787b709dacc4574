namespace OrleansAssets.Vendors.Finra;

/// <summary>
/// The settlement dates of short interest: the 15th and the last day of each month, or the business day before. What a holiday moves is
/// found by asking for the business day before as well.
/// </summary>
internal static class Settlements
{
    private const int MidMonth = 15;

    /// <summary>Before this date the files lack the shares of exchanges.</summary>
    private static readonly DateOnly First = new(2021, 6, MidMonth);

    /// <summary>The first 15th or last day of a month that is not before an instant's date.</summary>
    public static DateOnly NominalFrom(DateTimeOffset from)
    {
        var date = DateOnly.FromDateTime(from.UtcDateTime);
        date = date < First ? First : date;
        return date.Day <= MidMonth ? new DateOnly(date.Year, date.Month, MidMonth) : LastOf(date);
    }

    /// <summary>The dates that the file of a nominal date may bear, likeliest first.</summary>
    public static IEnumerable<DateOnly> CandidatesOf(DateOnly nominal)
    {
        var weekday = WeekdayUntil(nominal);
        return [weekday, WeekdayUntil(weekday.AddDays(-1))];
    }

    private static DateOnly LastOf(DateOnly date) => new DateOnly(date.Year, date.Month, 1).AddMonths(1).AddDays(-1);

    private static DateOnly WeekdayUntil(DateOnly date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(-1),
        DayOfWeek.Sunday => date.AddDays(-2),
        _ => date,
    };
}
