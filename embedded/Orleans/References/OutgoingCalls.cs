using System.Runtime.ExceptionServices;

namespace Orleans.Runtime;

/// <summary>The caller's side of a call: context, filters, cancellation, response timeout.</summary>
sealed class OutgoingCalls(ICallSender sender, ResponseTimeouts timeouts, IEnumerable<IOutgoingGrainCallFilter> filters)
{
    readonly IOutgoingGrainCallFilter[] _filters = [.. filters];

    /// <summary>Starts the call; the answer has the return type of the method.</summary>
    internal object Start(GrainCall call, GrainReferenceProxy reference)
    {
        var source = RuntimeContext.Current;
        call.Source = source?.GrainId;
        call.References = reference.Factory;
        if (_filters.Length == 0)
        {
            Send(call);
            return Answer(call, call.Completion);
        }

        var outer = call.Method.Shape.NewCompletion();
        _ = FilterAsync(call, outer, new OutgoingCallContext(call, reference, source, _filters, Send));
        return Answer(call, outer);
    }

    static async Task FilterAsync(GrainCall call, CallCompletion outer, OutgoingCallContext context)
    {
        try
        {
            await context.Invoke();
            outer.Complete(context.Result);
        }
        catch (Exception e)
        {
            outer.Fail(e);
        }
    }

    static object Answer(GrainCall call, CallCompletion completion)
    {
        if (call.Method.OneWay && !call.Completion.IsCompleted) completion.Complete(null);
        return completion.Awaitable;
    }

    void Send(GrainCall call)
    {
        call.Context = RequestContext.Export();
        try
        {
            if (TakeToken(call)) return;
            call.Method.CopyArguments(call);
            if (!call.Method.OneWay) timeouts.Watch(call, call.Method.ResponseTimeout ?? sender.ResponseTimeout, sender);
            sender.Send(call);
        }
        catch (Exception e)
        {
            call.Completion.Fail(ExceptionDispatchInfo.SetCurrentStackTrace(e is AggregateException { InnerException: { } inner } ? inner : e));
        }
    }

    /// <summary>Gives the grain a token of its own, which follows the caller's. True when the caller has cancelled already.</summary>
    bool TakeToken(GrainCall call)
    {
        if (call.Method.TokenIndex < 0) return false;

        var token = (CancellationToken)call.Arguments[call.Method.TokenIndex]!; // a struct
        if (token.IsCancellationRequested)
        {
            call.Completion.Fail(new OperationCanceledException(token));
            return true;
        }

        call.Cancellation = new CancellationTokenSource();
        call.Arguments[call.Method.TokenIndex] = call.Cancellation.Token;
        if (token.CanBeCanceled)
        {
            call.CallerRegistration = token.UnsafeRegister(
                _ =>
                {
                    sender.Cancel(call);
                    call.Completion.Fail(new OperationCanceledException(token));
                },
                null);
        }

        return false;
    }
}
