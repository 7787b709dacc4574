namespace OrleansAssets.Vendors.Finra;

/// <summary>
/// FINRA's answers of late, by date: one file holds all shares, so that the first feed of a day fetches it for all the others. What was
/// published does not change; that a file is not there yet is believed for an hour.
/// </summary>
internal sealed class SettlementFiles
{
    /// <summary>Files are of about 2 MB. While history is filled, all feeds ask for the same few settlements in turn.</summary>
    private const int FilesMax = 8;

    private static readonly TimeSpan FileAgeMax = TimeSpan.FromHours(12);
    private static readonly TimeSpan AbsenceAgeMax = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<DateOnly, VendorExchange> _kept = [];

    /// <summary>Whether an answer says that there is no such file, or not yet.</summary>
    public static bool IsAbsence(VendorExchange exchange) => (int)exchange.Status is 403 or 404;

    /// <summary>The answer for a date, null where it has to be asked for.</summary>
    public VendorExchange? Find(DateOnly date, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _kept.TryGetValue(date, out var exchange) && IsFresh(exchange, now) ? exchange : null;
        }
    }

    /// <summary>Keeps an answer that was found to be sound, in place of the oldest ones.</summary>
    public void Keep(DateOnly date, VendorExchange exchange, DateTimeOffset now)
    {
        // A file that does not end with a whole line may have been cut: the next share asks again.
        if (!IsAbsence(exchange) && !exchange.Body.AsSpan().EndsWith("\n"u8))
        {
            return;
        }

        lock (_lock)
        {
            _kept[date] = exchange;
            var kept = _kept.Where(one => IsFresh(one.Value, now)).OrderByDescending(one => one.Value.ReceivedAt).Take(FilesMax)
                .Select(one => one.Key).ToHashSet();
            foreach (var old in _kept.Keys.Except(kept).ToList())
            {
                _kept.Remove(old);
            }
        }
    }

    private static bool IsFresh(VendorExchange exchange, DateTimeOffset now) =>
        now - exchange.ReceivedAt < (IsAbsence(exchange) ? AbsenceAgeMax : FileAgeMax);
}

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
