using System.Collections.Immutable;
using System.Globalization;
using Orleans;

namespace OrleansAssets;

/// <summary>
/// A request that a grain refuses as malformed. The message names the value, the rule and the remedy; nothing was changed.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.InvalidRequestException")]
public sealed class InvalidRequestException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public InvalidRequestException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public InvalidRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public InvalidRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Each place of the request that is wrong, in the order of the message; none where the request is refused as a whole, or by a silo of
    /// an older release.
    /// </summary>
    [Id(0)]
    public ImmutableArray<InvalidPlace> Places { get; init; } = [];

    /// <summary>
    /// Whether it is refused only as hard to believe: the same is taken where it is said a second time and confirmed. Of a silo of an older
    /// release always no.
    /// </summary>
    [Id(1)]
    public bool MayBeConfirmed { get; init; }

    /// <summary>Makes one of a single place.</summary>
    /// <param name="place">The member that is wrong, in camel case.</param>
    /// <param name="value">What it was; null where it was missing, or is nobody's to see.</param>
    /// <param name="rule">What is allowed, as a sentence's end that follows the value: <c>must be 1 to 10</c>.</param>
    /// <param name="message">The one sentence.</param>
    /// <param name="remedy">What to do, as a clause; null where the rule says it.</param>
    public static InvalidRequestException At(string place, object? value, string rule, string message, string? remedy = null) =>
        new(message) { Places = [new InvalidPlace(place, InvalidPlace.Text(value), rule) { Remedy = remedy }] };

    /// <summary>Makes one of what is hard to believe, and is taken where it is confirmed.</summary>
    /// <inheritdoc cref="At"/>
    public static InvalidRequestException Doubted(string place, object? value, string rule, string message) => new(message)
    {
        Places =
        [
            new InvalidPlace(place, InvalidPlace.Text(value), rule)
            {
                Remedy = "where it is a slip, correct it; where it is true, say it a second time and confirm it",
            },
        ],
        MayBeConfirmed = true,
    };
}

/// <summary>A place of a request that is wrong.</summary>
/// <param name="Place">
/// The member of the request or the argument, in camel case; the way to it with points, e.g. <c>replacement.price</c>; <c>[3]</c> is a row.
/// </param>
/// <param name="Value">What was found; null where nothing was.</param>
/// <param name="Rule">What is allowed, as a sentence's end that follows the value: <c>must be 1 to 10</c>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.InvalidPlace")]
public sealed record InvalidPlace(string Place, string? Value, string Rule)
{
    /// <summary>What to do, as a clause that may follow the rule; null where the rule says it, and of a silo of an older release.</summary>
    [Id(0)]
    public string? Remedy { get; init; }

    /// <summary>A value as a place tells it, the same in every culture.</summary>
    public static string? Text(object? value) => value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable one => one.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
