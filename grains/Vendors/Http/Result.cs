using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrleansAssets.Vendors.Http;

/// <summary>What was read of a reply; or what is wrong with it, as the end of the sentence "The reply of the source ...".</summary>
/// <param name="Value">Only where there is no fault.</param>
/// <param name="LeftOut">Rows that are not in the value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Result<T>(T? Value, string? Fault, LeftOut? LeftOut = null)
{
    public static implicit operator Result<T>(T value) => new(value, Fault: null);

    public static implicit operator Result<T>(string fault) => new(default, fault);

    /// <summary>The same fault, or another value made of this one.</summary>
    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next)
    {
        if (Fault is { } fault)
        {
            return fault;
        }

        var result = next(Value!); // There is no fault.
        return result with { LeftOut = LeftOut.Sum(LeftOut, result.LeftOut) };
    }
}

/// <summary>Reads the rows of a reply, one by one; what is not right is left out, and counted.</summary>
internal static class ReplyRows
{
    /// <summary>The rows of an array.</summary>
    public static Result<ImmutableArray<T>> Read<T>(
        JsonElement? array, int rowsMax, Func<JsonElement, T?> read, Func<T, T?, string?>? faultOf = null, string what = "row",
        bool isWhole = false)
        where T : class
        => ArrayOf(array, rowsMax).Then(rows => Read(rows.EnumerateArray(), read, faultOf, what, isWhole));

    /// <param name="read">Null for a row that is not of the documented form.</param>
    /// <param name="faultOf">What is wrong with a row behind the one before it, as the end of a sentence.</param>
    /// <param name="what">What a row is called.</param>
    /// <param name="isWhole">Whether the rows make one figure, or are all that there is: then none may be left out.</param>
    public static Result<ImmutableArray<T>> Read<TRow, T>(
        IEnumerable<TRow> rows, Func<TRow, T?> read, Func<T, T?, string?>? faultOf = null, string what = "row", bool isWhole = false)
        where T : class
    {
        var (kept, previous, leftOut) = (ImmutableArray.CreateBuilder<T>(), (T?)null, (LeftOut?)null);
        foreach (var row in rows)
        {
            var item = read(row);
            if ((item is null ? "is not of the documented form" : faultOf?.Invoke(item, previous)) is { } fault)
            {
                leftOut = LeftOut.Sum(leftOut, new LeftOut(1, $"a {what} {kept.Count + (leftOut?.Count ?? 0) + 1} that {fault}"));
                continue;
            }

            kept.Add(item!); // one that is null has a fault
            previous = item;
        }

        return leftOut is not null && (isWhole || LeftOut.IsTooMany(leftOut.Count, kept.Count))
            ? $"has {leftOut.First}"
            : new Result<ImmutableArray<T>>(kept.DrainToImmutable(), Fault: null, leftOut);
    }

    /// <summary>An array of no more rows than were asked for.</summary>
    public static Result<JsonElement> ArrayOf(JsonElement? element, int rowsMax)
        => element is not { ValueKind: JsonValueKind.Array } array ? "has no array of rows"
            : array.GetArrayLength() > rowsMax ? $"has {array.GetArrayLength()} rows where at most {rowsMax} were asked for"
            : array;
}
