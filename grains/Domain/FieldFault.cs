using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain;

/// <summary>One thing that is wrong with a request: where it is, and the words that a message has of it.</summary>
/// <param name="Place">The member, in camel case.</param>
/// <param name="Value">What it was; null where it was missing or cannot be shown.</param>
/// <param name="Rule">What is allowed, as a sentence's end that follows the value: <c>must be 1 to 10</c>.</param>
/// <param name="Words">The fault in the middle of a sentence.</param>
public sealed record FieldFault(string Place, string? Value, string Rule, string Words)
{
    /// <summary>A value that is none of those allowed.</summary>
    /// <param name="allowed">What may be given, e.g. <c>1 to 10</c>.</param>
    public static FieldFault Give(string place, object? value, string allowed)
    {
        var text = InvalidPlace.Text(value);
        return new FieldFault(place, text, $"must be {allowed}", $"{place} is {text}; give {allowed}");
    }

    /// <summary>A value that breaks a rule which says all by itself.</summary>
    public static FieldFault Must(string place, object? value, string rule) =>
        new(place, InvalidPlace.Text(value), rule, $"{place} {rule}");

    /// <summary>A side that is neither of the two; null where it is one.</summary>
    public static FieldFault? OfSide(OrderSide side) => Enum.IsDefined(side) ? null : new FieldFault(
        "side", InvalidPlace.Text((int)side), "must be buy or sell", $"side {(int)side} is neither buy (0) nor sell (1)");

    /// <summary>The place as the refusal tells it.</summary>
    public InvalidPlace Told => new(Place, Value, Rule);

    public static implicit operator string?(FieldFault? fault) => fault?.Words;

    /// <summary>Refuses a request with all that is wrong with it.</summary>
    /// <param name="what">What is refused, e.g. <c>order</c>.</param>
    /// <param name="faults">Null is none.</param>
    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Refuse(string what, ReadOnlySpan<FieldFault?> faults)
    {
        var found = new List<FieldFault>();
        foreach (var fault in faults)
        {
            if (fault is not null)
            {
                found.Add(fault);
            }
        }

        if (found.Count > 0)
        {
            throw new InvalidRequestException($"The {what} is refused: {string.Join("; ", found)}.")
            {
                Places = [.. found.Select(fault => fault.Told)],
            };
        }
    }

    /// <summary>The refusal for this fault alone.</summary>
    public InvalidRequestException Refusal(string message) => new(message) { Places = [Told] };

    public override string ToString() => Words;
}
