namespace OrleansAssets.Pages.Reading;

/// <summary>What a question brought: a value, an old value with what has failed since, or a failure alone.</summary>
/// <param name="HasValue">Whether there is something to show.</param>
/// <param name="At">When the value, or without one the failure, was asked for, UTC.</param>
/// <param name="Failure">In a sentence; null where the newest question was answered.</param>
/// <param name="NotFound">Whether the failure is that there is no such thing.</param>
/// <param name="MayBeConfirmed">Whether it is refused only as hard to believe: said a second time it is taken.</param>
public sealed record Answer<T>(
    bool HasValue, T? Value, DateTimeOffset At, string? Failure = null, bool NotFound = false, bool MayBeConfirmed = false)
{
    /// <summary>The value is the last good one; the question failed since.</summary>
    public bool IsStale => HasValue && Failure is not null;

    /// <summary>The same of something that its value is made into.</summary>
    public Answer<TOther> As<TOther>(Func<T, TOther> make) =>
        new(HasValue, HasValue ? make(Value!) : default, At, Failure, NotFound, MayBeConfirmed); // it has one
}

/// <summary>Makes answers.</summary>
public static class Answer
{
    public static Answer<T> Of<T>(T value, DateTimeOffset at, string? failureSince = null) => new(true, value, at, failureSince);

    public static Answer<T> Failed<T>(DateTimeOffset at, Exception exception) =>
        new(false, default, at, FailureText.Of(exception), exception is NotFoundException,
            exception is InvalidRequestException { MayBeConfirmed: true });
}
