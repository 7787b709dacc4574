using System.Globalization;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain;

/// <summary>How values look to people: invariant culture, UTC, thousands separators.</summary>
public static class ValueText
{
    public const string None = "-";

    /// <summary>Up to which a statistic is a decimal for its words: a page and a console round it as they round decimals.</summary>
    private const double FractionMax = 1e15;

    /// <summary>US dollars, rounded to cents; cents only where there are any.</summary>
    public static string Money(decimal value)
    {
        var cents = Math.Round(value, 2, MidpointRounding.AwayFromZero);
        return cents.ToString(decimal.Truncate(cents) == cents ? "#,0" : "#,0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>An amount to its cents, also where there are none: a column of them is read digit below digit.</summary>
    public static string Cents(decimal value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>A price or a quantity to eight decimals, the finest step of a venue; an average has no end of them. JSON has all.</summary>
    public static string Number(decimal value) => value.ToString("#,0.########", CultureInfo.InvariantCulture);

    /// <summary>What somebody measured, in any unit: to its hundredths from a hundred on, below it to eight decimals.</summary>
    public static string Figure(decimal value) => Math.Abs(value) >= 100 ? Money(value) : Number(value);

    /// <summary>A price: two decimals from a hundred on, below it as many as it has, four and eight at most.</summary>
    public static string Price(decimal value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0.00", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00######", CultureInfo.InvariantCulture),
    };

    /// <summary>E.g. <c>1 day</c> or <c>61 days</c>.</summary>
    public static string Days(long count) => $"{Count(count)} {(count == 1 ? "day" : "days")}";

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A fraction as per cent, to its hundredths; what is half way goes away from 0, as amounts do.</summary>
    public static string Percent(decimal fraction) => $"{(fraction * 100).ToString("0.##", CultureInfo.InvariantCulture)} %";

    /// <summary>How far below the peak: a depth, which has no sign, as its limits have none.</summary>
    public static string Depth(decimal drawdown) => Percent(Math.Abs(drawdown));

    /// <inheritdoc cref="Depth(decimal)"/>
    public static string Depth(double drawdown) => Depth((decimal)drawdown);

    /// <summary>A statistic with its unit: <c>days</c>, <c>fraction</c>, <c>usd</c>, <c>ratio</c> or none.</summary>
    public static string Measure(double value, string unit) => unit switch
    {
        _ when !double.IsFinite(value) => value.ToString(CultureInfo.InvariantCulture),
        "fraction" when Math.Abs(value) < FractionMax => $"{((decimal)value * 100).ToString("0.0#", CultureInfo.InvariantCulture)} %",
        "fraction" => $"{(value * 100).ToString("0.0#", CultureInfo.InvariantCulture)} %",
        "days" => value.ToString("0.#", CultureInfo.InvariantCulture) is var days ? $"{days} {(days == "1" ? "day" : "days")}" : "",
        "usd" => $"{value.ToString("#,0", CultureInfo.InvariantCulture)} USD",
        _ => value.ToString("0.00#", CultureInfo.InvariantCulture),
    };

    public static string Instant(DateTimeOffset? at) =>
        at is { } instant ? instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : None;

    public static string Day(DateOnly? day) => day is { } date ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : None;

    /// <summary>How long ago, in the largest unit that says enough; <c>in 5 min</c> for the future.</summary>
    public static string Age(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } instant)
        {
            return None;
        }

        var age = now - instant;
        return age < TimeSpan.Zero ? $"in {Length(-age)}" : $"{Length(age)} ago";
    }

    /// <summary>The age alone, for a column whose heading says that it is one.</summary>
    public static string ShortAge(DateTimeOffset? at, DateTimeOffset now) => at is { } instant ? Length((now - instant).Duration()) : None;

    public static string Length(TimeSpan length) => length.TotalSeconds switch
    {
        < 60 => $"{(int)length.TotalSeconds} s",
        < 3600 => $"{(int)length.TotalMinutes} min",
        < 48 * 3600 => $"{(int)length.TotalHours} h",
        _ => $"{(int)length.TotalDays} d",
    };

    /// <summary>E.g. <c>partly filled</c>.</summary>
    public static string Words(OrderState state) =>
        state == OrderState.PartlyFilled ? "partly filled" : state.ToString().ToLowerInvariant();

    /// <summary>Whose a row of the record is: <c>own</c>, <c>imported</c> or <c>paper</c>.</summary>
    public static string Words(RecordProvenance provenance) =>
        provenance == RecordProvenance.Import ? "imported" : provenance.ToString().ToLowerInvariant();

    public static string YesNo(bool value) => value ? "yes" : "no";

    public static string List(IEnumerable<string> values)
    {
        var text = string.Join(", ", values);
        return text.Length == 0 ? None : text;
    }
}
