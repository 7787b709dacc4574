using System.Collections.Immutable;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds.Vendors;

/// <summary>
/// One vendor behind its wire format; what it delivers is told by the interfaces beside this one that its adapter implements, such as
/// <see cref="ICandleSource"/>. Registered as a keyed singleton under its source id. What the vendor does wrong is a
/// <see cref="VendorReply{T}"/>, never an exception; only cancellation throws.
/// </summary>
public interface IVendorAdapter
{
    /// <summary>The source it serves, e.g. <c>ccxt_binance</c>.</summary>
    string SourceId { get; }

    /// <summary>
    /// Units of the source's limits that one call costs; 1 where the vendor counts calls. The dearest call counts for all.
    /// </summary>
    int UnitsPerCall { get; }
}

/// <summary>Which of the known failures it is, where a value was due, and what to do about it.</summary>
/// <param name="Error">One plain sentence without secrets.</param>
/// <param name="UsedUnits">What the vendor's headers say is spent in its shortest window; null where they do not say.</param>
/// <param name="RetryAfter">When to ask again, null where the vendor did not say.</param>
public sealed record VendorFailure(FeedResult Result, string Error, int? UsedUnits = null, DateTimeOffset? RetryAfter = null)
{
    /// <summary>Where the page behind this one starts, where it is known and rows of this one are at fault; else null.</summary>
    public DateTimeOffset? NextPage { get; init; }
}

/// <summary>A vendor's answer: a value, or which of the known failures it is and what to do about it.</summary>
/// <param name="UsedUnits">What the vendor's headers say is spent in its shortest window; null where they do not say.</param>
/// <param name="RetryAfter">When to ask again, null where the vendor did not say.</param>
/// <param name="Error">One plain sentence without secrets; null on success.</param>
public sealed record VendorReply<T>(FeedResult Result, T? Value, int? UsedUnits, DateTimeOffset? RetryAfter, string? Error)
    where T : class
{
    /// <summary>What the headers say is spent in any window; for vendors that state more than their shortest.</summary>
    public ImmutableArray<StatedUse> StatedUses { get; init; } = [];

    /// <summary>Rows of the reply that could not be used; null where all could.</summary>
    public LeftOut? LeftOut { get; init; }

    /// <summary>Of a failure: where the page behind this one starts, where it is known and rows of this one are at fault.</summary>
    public DateTimeOffset? NextPage { get; init; }

    /// <summary>Whether it took no call: an earlier one had brought it, or there was nothing to ask for.</summary>
    public bool IsFree { get; init; }

    /// <summary>Whether there is a value.</summary>
    public bool IsOk => Result == FeedResult.Ok;

    /// <summary>A failure, whatever value was due.</summary>
    public static implicit operator VendorReply<T>(VendorFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new VendorReply<T>(failure.Result, Value: null, failure.UsedUnits, failure.RetryAfter, failure.Error)
        {
            NextPage = failure.NextPage,
        };
    }

    /// <summary>The same with another value, or with none.</summary>
    public VendorReply<TOther> With<TOther>(TOther? value)
        where TOther : class => new(Result, value, UsedUnits, RetryAfter, Error)
        {
            StatedUses = StatedUses, IsFree = IsFree, LeftOut = LeftOut, NextPage = NextPage,
        };
}

/// <summary>
/// Rows that could not be used, out of a page of which the others can: a vendor's odd row must not hold up those behind it. Where more
/// cannot be used than can, the form has changed, and the page is refused as a whole.
/// </summary>
/// <param name="Count">At least 1.</param>
/// <param name="First">What is wrong with the first of them, as the middle of a sentence.</param>
public sealed record LeftOut(int Count, string First)
{
    /// <summary>Both together; null where neither is.</summary>
    public static LeftOut? Sum(LeftOut? one, LeftOut? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => new LeftOut(one.Count + other.Count, one.First),
    };

    /// <summary>Whether so many rows are left out that the page is not what it should be.</summary>
    public static bool IsTooMany(int leftOut, int kept) => leftOut > kept;

    /// <summary>
    /// The same where pages are of few rows, of a share each or of a stretch of time: one odd row alone says nothing about the form.
    /// </summary>
    public static bool IsTooManyOfFew(int leftOut, int kept) => IsTooMany(leftOut, kept) && leftOut > FewMax;

    private const int FewMax = 3;
}
