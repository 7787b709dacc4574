using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrleansAssets.Vendors.Http;

/// <summary>What was read of a reply; or what is wrong with it, as the end of the sentence "The reply of the source ...".</summary>
/// <param name="Value">Only where there is no fault.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Result<T>(T? Value, string? Fault)
{
    public static implicit operator Result<T>(T value) => new(value, Fault: null);

    public static implicit operator Result<T>(string fault) => new(default, fault);

    /// <summary>The same fault, or another value made of this one.</summary>
    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next) => Fault is { } fault ? fault : next(Value!); // There is no fault.
}

/// <summary>Reads the rows of a reply, one by one; the first that is not right refuses the whole.</summary>
internal static class Rows
{
    /// <summary>The rows of an array.</summary>
    public static Result<ImmutableArray<T>> Read<T>(
        JsonElement? array, int rowsMax, Func<JsonElement, T?> read, Func<T, T?, string?>? faultOf = null, string what = "row")
        where T : class
        => ArrayOf(array, rowsMax).Then(rows => Read(rows.EnumerateArray(), read, faultOf, what));

    /// <param name="read">Null for a row that is not of the documented form.</param>
    /// <param name="faultOf">What is wrong with a row behind the one before it, as the end of a sentence.</param>
    /// <param name="what">What a row is called.</param>
    public static Result<ImmutableArray<T>> Read<TRow, T>(
        IEnumerable<TRow> rows, Func<TRow, T?> read, Func<T, T?, string?>? faultOf = null, string what = "row")
        where T : class
    {
        var (kept, previous) = (ImmutableArray.CreateBuilder<T>(), (T?)null);
        foreach (var row in rows)
        {
            if (read(row) is not { } item)
            {
                return $"has a {what} {kept.Count + 1} that is not of the documented form";
            }

            if (faultOf?.Invoke(item, previous) is { } fault)
            {
                return $"has a {what} {kept.Count + 1} that {fault}";
            }

            kept.Add(item);
            previous = item;
        }

        return kept.DrainToImmutable();
    }

    /// <summary>An array of no more rows than were asked for.</summary>
    public static Result<JsonElement> ArrayOf(JsonElement? element, int rowsMax)
        => element is not { ValueKind: JsonValueKind.Array } array ? "has no array of rows"
            : array.GetArrayLength() > rowsMax ? $"has {array.GetArrayLength()} rows where at most {rowsMax} were asked for"
            : array;
}
