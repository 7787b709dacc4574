namespace Orleans.Runtime;

/// <summary>Where the answer of a call goes.</summary>
abstract class CallCompletion
{
    internal abstract bool IsCompleted { get; }

    /// <summary>What the caller awaits, in the return type of the method.</summary>
    internal abstract object Awaitable { get; }

    internal abstract Task Task { get; }

    /// <summary>The result of a completed call.</summary>
    internal abstract object? Result { get; }

    internal abstract bool Complete(object? result);

    internal abstract bool Fail(Exception error);
}

sealed class CallCompletion<T>(bool asValueTask, bool isVoid) : CallCompletion
{
    readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override bool IsCompleted => _source.Task.IsCompleted;

    internal override Task Task => _source.Task;

    internal override object? Result => isVoid ? null : _source.Task.GetAwaiter().GetResult();

    internal override object Awaitable => (asValueTask, isVoid) switch
    {
        (false, _) => _source.Task,
        (true, false) => new ValueTask<T>(_source.Task),
        (true, true) => new ValueTask(_source.Task),
    };

    internal override bool Complete(object? result) => _source.TrySetResult(result is null ? default! : (T)result); // null only where T allows it

    internal override bool Fail(Exception error) => error is OperationCanceledException canceled
        ? _source.TrySetException(canceled)
        : _source.TrySetException(error);
}
