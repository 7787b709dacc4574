using System.Globalization;

namespace OrleansAssets.Sandbox;

/// <summary>Reads parameters of a request; what is absent or of another form is null.</summary>
internal static class SandboxQuery
{
    /// <summary>A whole number of digits alone.</summary>
    public static int? Whole(this IQueryCollection query, string name)
        => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A date, <c>yyyy-MM-dd</c>.</summary>
    public static DateOnly? Date(this IQueryCollection query, string name)
        => DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>Whether a parameter is sent with a value.</summary>
    public static bool Has(this IQueryCollection query, string name) => query[name].ToString().Length > 0;
}
