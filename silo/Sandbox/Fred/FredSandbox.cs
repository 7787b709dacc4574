using System.Globalization;
using System.Security;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Fred;

namespace OrleansAssets.Sandbox.Fred;

/// <summary>FRED's API over the synthetic economy. It speaks JSON; a request that does not ask for it gets an error in XML.</summary>
internal sealed class FredSandbox(SandboxOptions options, TimeProvider clock)
{
    private const int ObservationsMax = 100_000;
    private const int DatesMax = 1000;

    /// <summary>How far ahead releases are scheduled where the caller names no end.</summary>
    private const int ScheduledDays = 365;

    private readonly SandboxBudget _budget = new(options.FredCallsPerMinute);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "series/observations", ObservationsAsync);
        Map(app, "releases/dates", ReleaseDatesAsync);
    }

    private void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, FredQuery, DateOnly, Task> answer)
        => app.MapSynthetic($"/sandbox/{FredVendor.Id}/{path}", clock, (context, now) =>
        {
            var (parameters, today) = (context.Request.Query, NewYorkTime.DateOf(now));
            return parameters["api_key"].ToString().Length == 0
                    ? FailAsync(context, StatusCodes.Status400BadRequest, "Bad Request.  Variable api_key is not set.  Read "
                        + "https://fred.stlouisfed.org/docs/api/api_key.html for more information.")
                : parameters["file_type"] != "json"
                    ? FailAsync(context, StatusCodes.Status400BadRequest, "Bad Request.  This sandbox answers in JSON only.")
                : !_budget.Spend(1, now).IsGranted
                    ? FailAsync(context, StatusCodes.Status429TooManyRequests, "Too Many Requests.  Exceeded Rate Limit")
                : FredQuery.TryRead(parameters, out var bad) is { } query
                    ? answer(context, query, today)
                    : FailAsync(
                        context, StatusCodes.Status400BadRequest, $"Bad Request.  Value of {bad} is not one of the allowed values.");
        });

    /// <summary>A value is known on the day after its own, a month's in the middle of the next.</summary>
    private static Task ObservationsAsync(HttpContext context, FredQuery query, DateOnly today)
    {
        if (SyntheticEconomy.Find(query.SeriesId) is not var (calendar, on))
        {
            return FailAsync(context, StatusCodes.Status400BadRequest, "Bad Request.  The series does not exist.");
        }

        var isMonthly = calendar == SyntheticEconomy.Calendar.Monthly;
        var first = query.ObservationStart ?? SyntheticMarket.FirstDay;
        var dates = new List<DateOnly>();
        for (var date = first < SyntheticMarket.FirstDay ? SyntheticMarket.FirstDay : first; date < today; date = date.AddDays(1))
        {
            var isKnown = isMonthly ? date.AddDays(45) < today : date < today;
            if (isKnown && (isMonthly ? date.Day == 1 : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
            {
                dates.Add(date);
            }
        }

        var limit = Math.Min(query.Limit ?? ObservationsMax, ObservationsMax);
        return WriteAsync(context, query, "observations", limit, dates, (writer, date) =>
        {
            var isOpen = isMonthly || TradingCalendar.IsTradingDay(TradingHours.NewYork, date);
            writer.WriteString("realtime_start", Text(today));
            writer.WriteString("realtime_end", Text(today));
            writer.WriteString("date", Text(date));
            writer.WriteString("value", isOpen ? on(date)?.ToString(CultureInfo.InvariantCulture) ?? "." : ".");
        });
    }

    private static Task ReleaseDatesAsync(HttpContext context, FredQuery query, DateOnly today)
    {
        if (query.Limit > DatesMax)
        {
            return FailAsync(context, StatusCodes.Status400BadRequest, "Bad Request.  Variable limit is not between 1 and 1000.");
        }

        var first = query.RealtimeStart ?? new DateOnly(today.Year, 1, 1);
        var last = query.RealtimeEnd is { } end && end < today.AddDays(ScheduledDays) ? end : today.AddDays(ScheduledDays);
        var dates = FredSchedule.Between(first, query.IncludesComing || last < today ? last : today).ToList();
        return WriteAsync(context, query, "release_dates", query.Limit ?? DatesMax, dates, (writer, release) =>
        {
            writer.WriteNumber("release_id", release.Id);
            writer.WriteString("release_name", release.Name);
            writer.WriteString("date", Text(release.Date));
        });
    }

    private static Task WriteAsync<T>(
        HttpContext context, FredQuery query, string name, int limit, List<T> rows, Action<Utf8JsonWriter, T> writeRow)
    {
        if (query.IsDescending)
        {
            rows.Reverse();
        }

        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("sort_order", query.IsDescending ? "desc" : "asc");
            writer.WriteNumber("count", rows.Count);
            writer.WriteNumber("offset", query.Offset);
            writer.WriteNumber("limit", limit);
            writer.WriteObjects(name, rows.Skip(query.Offset).Take(limit), row =>
            {
                writeRow(writer, row);
            });
        });
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Task FailAsync(HttpContext context, int status, string message)
        => context.Request.Query["file_type"] == "json"
            ? SandboxJson.WriteObjectAsync(context, status, writer =>
            {
                writer.WriteNumber("error_code", status);
                writer.WriteString("error_message", message);
            })
            : SandboxText.WriteAsync(
                context, status, "text/xml; charset=UTF-8",
                $"""<?xml version="1.0" encoding="utf-8" ?><error code="{status}" message="{SecurityElement.Escape(message)}"/>""");
}
