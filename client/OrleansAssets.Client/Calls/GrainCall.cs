using System.Reflection;
using Orleans;

namespace OrleansAssets.Client.Calls;

/// <summary>One call of a grain with all its attempts.</summary>
internal sealed class GrainCall(IOutgoingGrainCallContext context, CallKind kind, Connections connections, TimeProvider clock)
{
    private static readonly AsyncLocal<bool> Repeating = new();

    private bool _attempted;
    private long? _unreachableSince;

    /// <summary>Whether this flow is an attempt of a call that is being repeated.</summary>
    public static bool IsAttempt => Repeating.Value;

    public CallKind Kind => kind;

    /// <summary>What is called, for people, e.g. <c>CheckOrder of portfolio/main</c>.</summary>
    public string Name => $"{context.MethodName.Replace("Async", "", StringComparison.Ordinal)} of {context.TargetId.Key}";

    public bool IsRepeatable => kind is CallKind.Question or CallKind.Repeatable or CallKind.RepeatableById;

    /// <summary>Whether it changes nothing, so that nothing about it can be unknown.</summary>
    public bool IsQuestion => kind is CallKind.Question or CallKind.QuestionOnce or CallKind.StreamStep;

    /// <summary>Whether a silo may have got it, and no answer came back.</summary>
    public bool MayHaveArrived { get; private set; }

    /// <summary>The last failure of transport.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>How long no silo has been connected, as seen by the attempts that failed.</summary>
    public TimeSpan Unreachable => _unreachableSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Whether the last attempt found no silo.</summary>
    public bool IsUnreachable => _unreachableSince is not null;

    /// <summary>Calls once; a lost connection ends it, and so does <paramref name="stop"/>.</summary>
    public async ValueTask AttemptAsync(CancellationToken stop)
    {
        var wasUnconnected = connections.Count == 0;
        var changes = connections.Changes;
        try
        {
            await WaitAsync(stop);
        }
        catch (Exception exception) when (Transport.Failed(exception))
        {
            // Where nothing was connected from beginning to end, nothing can have been sent.
            MayHaveArrived |= !wasUnconnected || changes != connections.Changes;
            LastFailure = exception;
            _unreachableSince = connections.Count > 0 ? null : _unreachableSince ?? clock.GetTimestamp();
            throw;
        }
        catch (OperationCanceledException)
        {
            MayHaveArrived |= !wasUnconnected || changes != connections.Changes;
            throw;
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        var loss = connections.NextLoss;
        var answer = _attempted ? AgainAsync() : context.Invoke();
        _attempted = true;
        try
        {
            while (await Task.WhenAny(answer, loss).WaitAsync(stop) != answer)
            {
                // With another silo connected it may still be answered; what may be repeated or opened anew is rather so at once.
                if (IsRepeatable || kind == CallKind.StreamStep || connections.Count == 0)
                {
                    throw new ConnectionLostException();
                }

                loss = connections.NextLoss;
            }
        }
        catch
        {
            Forget(answer);
            throw;
        }

        try
        {
            await answer;
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException(late.Message, late); // nobody cancelled it: a silo gave it up whose time was up on its way
        }
    }

    // A call context can be invoked again only once its first attempt has ended, and a lost one never ends: so it is a new call.
    private async Task AgainAsync()
    {
        Repeating.Value = true;
        var request = context.Request;
        var arguments = new object?[request.GetArgumentCount()];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = request.GetArgument(index);
        }

        var method = context.InterfaceMethod;
        // Grain methods return tasks.
        var answer = (Task)method.Invoke(context.Grain, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        await answer;
        context.Result = method.ReturnType.IsGenericType ? method.ReturnType.GetProperty(nameof(Task<object>.Result))!.GetValue(
            answer) : null;
    }

    // Observed, so that its failure is nobody's unhandled one.
    private static void Forget(Task answer) =>
        _ = answer.ContinueWith(
            late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
