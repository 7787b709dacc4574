using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Feeds;

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
    private const int NameCharsMax = 64;

    /// <summary>The rows of an array.</summary>
    public static Result<ImmutableArray<T>> Read<T>(
        JsonElement? array, int rowsMax, Func<JsonElement, T?> read, Func<T, string?>? faultOf = null,
        Func<T, DateTimeOffset>? ascendingBy = null, string what = "row", bool isWhole = false, bool mayRepeat = false,
        bool areFew = false, Func<JsonElement, string?>? nameOf = null)
        where T : class
        => ArrayOf(array, rowsMax)
            .Then(rows => Read(rows.EnumerateArray(), read, faultOf, ascendingBy, what, isWhole, mayRepeat, areFew, nameOf));

    /// <param name="read">Null for a row that is not of the documented form.</param>
    /// <param name="faultOf">What is wrong with a row, as the end of a sentence.</param>
    /// <param name="ascendingBy">The time of a row, where each must be later than the one before.</param>
    /// <param name="mayRepeat">Or of the same time.</param>
    /// <param name="areFew">Whether sound pages are of few rows, so that one that cannot be used says nothing about the form.</param>
    /// <param name="what">What a row is called.</param>
    /// <param name="nameOf">The vendor's name of a row, where rows have no time to tell them apart by; null where it has none.</param>
    /// <param name="isWhole">Whether the rows make one figure, or are all that there is: then none may be left out.</param>
    public static Result<ImmutableArray<T>> Read<TRow, T>(
        IEnumerable<TRow> rows, Func<TRow, T?> read, Func<T, string?>? faultOf = null, Func<T, DateTimeOffset>? ascendingBy = null,
        string what = "row", bool isWhole = false, bool mayRepeat = false, bool areFew = false, Func<TRow, string?>? nameOf = null)
        where T : class
    {
        List<TRow> all = [.. rows];
        List<(T? Item, string? Fault)> found =
        [
            .. all.Select(row => read(row) is { } item
                ? ((T?)item, faultOf?.Invoke(item))
                : ((T?)null, "is not of the documented form")),
        ];
        if (ascendingBy is not null)
        {
            FindDisorder(found, ascendingBy, mayRepeat);
        }

        ImmutableArray<T> kept = [.. found.Where(one => one.Fault is null).Select(one => one.Item!)]; // one that is null has a fault
        var first = found.FindIndex(one => one.Fault is not null);
        if (first < 0)
        {
            return kept;
        }

        var leftOut = new LeftOut(
            found.Count - kept.Length,
            $"a {what} {PlaceOf(found, first, ascendingBy, nameOf?.Invoke(all[first]))} that {found[first].Fault}");
        var isTooMany = areFew
            ? LeftOut.IsTooManyOfFew(leftOut.Count, kept.Length)
            : LeftOut.IsTooMany(leftOut.Count, kept.Length);
        return isWhole || isTooMany
            ? $"has {leftOut.First}"
            : new Result<ImmutableArray<T>>(kept, Fault: null, leftOut);
    }

    /// <summary>
    /// Which row it is, in words that are another's for no other row: the next page may start elsewhere, so that the same place in it says
    /// nothing. By its time, or by that of the row before it, or by its name; only rows without any are counted from the start of the
    /// reply.
    /// </summary>
    private static string PlaceOf<T>(
        List<(T? Item, string? Fault)> found, int index, Func<T, DateTimeOffset>? timeOf, string? name)
        where T : class
    {
        if (name is { Length: > 0 })
        {
            return $"'{name.Cut(NameCharsMax)}'";
        }

        if (timeOf is not null && found[index].Item is { } item)
        {
            return $"of {InstantText.Seconds(timeOf(item))}";
        }

        return timeOf is not null && found.Take(index).Select(one => one.Item).LastOrDefault(one => one is not null) is { } before
            ? $"after {InstantText.Seconds(timeOf(before))}"
            : $"{index + 1}";
    }

    private static void FindDisorder<T>(List<(T? Item, string? Fault)> found, Func<T, DateTimeOffset> timeOf, bool mayRepeat)
        where T : class
    {
        List<int> sound = [.. Enumerable.Range(0, found.Count).Where(index => found[index].Fault is null)];
        List<DateTimeOffset> times = [.. sound.Select(index => timeOf(found[index].Item!))]; // what has no fault is read
        var isInOrder = TimeOrder.Of(times, mayRepeat);
        var taken = Enumerable.Range(0, sound.Count).Where(index => isInOrder[index]).Select(index => times[index]).ToHashSet();
        for (var index = 0; index < sound.Count; index++)
        {
            if (!isInOrder[index])
            {
                var fault = taken.Contains(times[index]) ? "has the time of another" : "is out of order";
                found[sound[index]] = (found[sound[index]].Item, fault);
            }
        }
    }

    /// <summary>An array of no more rows than were asked for; one that is there twice counts once.</summary>
    public static Result<JsonElement> ArrayOf(JsonElement? element, int rowsMax)
        => element is not { ValueKind: JsonValueKind.Array } array ? "has no array of rows"
            : array.GetArrayLength() > rowsMax
                && array.EnumerateArray().Select(row => row.GetRawText()).Distinct(StringComparer.Ordinal).Count() > rowsMax
            ? $"has {array.GetArrayLength()} rows where at most {rowsMax} were asked for"
            : array;
}
