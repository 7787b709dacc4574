using System.Globalization;
using Npgsql;
using Polly.Timeout;

namespace OrleansAssets.Client.Calls;

/// <summary>Says in one sentence why nobody answered, and what the caller knows then.</summary>
internal sealed class UnavailableText(OrleansAssetsClientOptions options)
{
    /// <summary>A call that failed for good.</summary>
    /// <param name="last">What ended it: the deadline or a failure of transport.</param>
    public AssetsUnavailableException Of(GrainCall call, Exception last)
    {
        var isUnreachable = call.IsUnreachable || last is ConnectionLostException;
        var isUnknown = call is { IsQuestion: false, MayHaveArrived: true };
        var matter = isUnreachable ? $"No silo can be reached {Place}"
            : last is TimeoutRejectedException ? $"No silo answered within {Seconds(options.CallDeadlineSeconds)}"
            : last is TimeoutException ? "No silo answered in time"
            : "The silo that had the call is gone";
        var outcome = call.IsQuestion ? $"{call.Name} is not answered"
            : !isUnknown ? $"{call.Name} was not sent and changed nothing"
            : $"it is not known whether {call.Name} took effect: {Advice(call.Kind)}";
        return new AssetsUnavailableException($"{matter}; {outcome}.", call.LastFailure ?? last)
        {
            Reason = isUnreachable ? UnavailableReason.NotReachable : UnavailableReason.NoAnswer,
            IsOutcomeUnknown = isUnknown,
        };
    }

    /// <summary>A start that failed for good.</summary>
    public AssetsUnavailableException OfStart(Exception last)
    {
        var driver = Inside(last).OfType<NpgsqlException>().FirstOrDefault();
        var reason = last.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" ");
        return driver switch
        {
            null => new AssetsUnavailableException($"No silo can be reached {Place}: {reason}.", last)
            {
                Reason = UnavailableReason.NotReachable,
            },
            PostgresException refusal => new AssetsUnavailableException(
                $"The database of the membership table refuses: {refusal.MessageText.TrimEnd('.')} ({refusal.SqlState}).", last)
            {
                Reason = UnavailableReason.MembershipNotReadable,
            },
            _ => new AssetsUnavailableException($"The database of the membership table does not answer: {reason}.", last)
            {
                Reason = UnavailableReason.MembershipNotReadable,
            },
        };
    }

    private string Place => options.Gateway is { } gateway ? $"at {gateway}" : "of those in the membership table";

    private static string Advice(CallKind kind) => kind switch
    {
        CallKind.RepeatableById => "repeat it with the same id",
        CallKind.Repeatable => "repeat it as it was, which does no harm",
        _ => "look before you repeat it",
    };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");

    private static IEnumerable<Exception> Inside(Exception exception)
    {
        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }
}
