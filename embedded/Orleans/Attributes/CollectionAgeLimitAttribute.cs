using System.Globalization;

namespace Orleans;

/// <summary>How long activations of this class may be idle.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The shortest limit.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    /// <summary>By properties.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>By a time span in the form <c>d.hh:mm:ss</c>.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod)
    {
        var limit = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);
        Days = limit.Days;
        Hours = limit.Hours;
        Minutes = limit.Minutes + (limit.Seconds / 60.0);
    }

    /// <summary>Days of the limit.</summary>
    public double Days { private get; init; }

    /// <summary>Hours of the limit.</summary>
    public double Hours { private get; init; }

    /// <summary>Minutes of the limit.</summary>
    public double Minutes { private get; init; }

    /// <summary>Never collected.</summary>
    public bool AlwaysActive { private get; init; }

    /// <summary>The limit.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            if (AlwaysActive) return Timeout.InfiniteTimeSpan;

            var limit = TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return limit < MinAgeLimit ? MinAgeLimit : limit;
        }
    }
}
