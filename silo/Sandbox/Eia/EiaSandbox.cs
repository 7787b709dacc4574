using System.Globalization;
using System.Text.Json;
using OrleansAssets.Vendors.Eia;

namespace OrleansAssets.Sandbox.Eia;

/// <summary>EIA's API over the synthetic energy market. Like the vendor's, its replies repeat the request, the key with it.</summary>
internal sealed class EiaSandbox(SandboxOptions options, TimeProvider clock)
{
    private readonly SandboxBudget _budget = new(options.EiaCallsPerSecond, windowSeconds: 1);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapSynthetic(
        $"/sandbox/{EiaVendor.Id}/{{group}}/{{section}}/{{table}}/data", clock, AnswerAsync);

    private Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var (values, parameters) = (context.Request.RouteValues, context.Request.Query);
        if (parameters["api_key"].ToString().Length == 0)
        {
            return RefuseAsync(
                context, StatusCodes.Status403Forbidden, "API_KEY_MISSING",
                "No api_key was supplied. Please register for one at https://www.eia.gov/opendata/register.php");
        }

        if (!_budget.Spend(1, now).IsGranted)
        {
            return RefuseAsync(
                context, StatusCodes.Status429TooManyRequests, "OVER_RATE_LIMIT",
                "You have exceeded your rate limit. Try again later or contact us for assistance.");
        }

        var path = $"{values["group"]}/{values["section"]}/{values["table"]}";
        if (EiaRoute.Find(path) is not { } route)
        {
            return FailAsync(context, StatusCodes.Status404NotFound, "Not found");
        }

        return EiaQuery.TryRead(parameters, route.Frequency, DateOnly.FromDateTime(now.UtcDateTime), out var error) is { } query
            ? WriteAsync(context, route, query, now)
            : FailAsync(context, StatusCodes.Status400BadRequest, error);
    }

    private static Task WriteAsync(HttpContext context, EiaRoute route, EiaQuery query, DateTimeOffset now)
    {
        var rows = route.Rows(query.Series, query.Start, query.End, now).ToList();
        if (query.IsDescending)
        {
            rows.Reverse();
        }

        var page = rows.Skip(query.Offset).Take(query.Length).ToList();
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("response");
            if (query.Offset + page.Count < rows.Count)
            {
                WriteWarning(writer);
            }

            writer.WriteString("total", rows.Count.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("dateFormat", "YYYY-MM-DD");
            writer.WriteString("frequency", route.Frequency);
            writer.WriteStartArray("data");
            foreach (var (period, value) in page)
            {
                WriteRow(writer, route, query, period, value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            WriteRequest(writer, context.Request);
            writer.WriteString("apiVersion", "2.1.13");
        });
    }

    private static void WriteWarning(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("warnings");
        writer.WriteStartObject();
        writer.WriteString("warning", "incomplete return");
        writer.WriteString("description", "The API can only return 5000 rows in JSON format. Please consider constraining your request.");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter writer, EiaRoute route, EiaQuery query, DateOnly period, decimal value)
    {
        writer.WriteStartObject();
        writer.WriteString("period", period.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("series", query.Series);
        if (query.HasValue)
        {
            writer.WriteString("value", value.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("units", route.Units);
        }

        writer.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter writer, HttpRequest request)
    {
        writer.WriteStartObject("request");
        writer.WriteString("command", request.Path.ToString());
        writer.WriteStartObject("params");
        foreach (var (name, value) in request.Query)
        {
            writer.WriteString(name, value.ToString());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The gateway's errors are objects.</summary>
    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        });

    /// <summary>The service's own errors are texts.</summary>
    private static Task FailAsync(HttpContext context, int status, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writer.WriteString("error", message);
            writer.WriteNumber("code", status);
        });
}
