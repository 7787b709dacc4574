namespace Orleans.Runtime;

/// <summary>Runs the tasks of one activation one at a time, in the order in which they became ready, on pool threads.</summary>
sealed class ActivationScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    const int QuantumMilliseconds = 100;
    readonly Lock _lock = new();
    readonly Queue<Task> _ready = new();
    bool _scheduled;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Starts a turn that inherits nothing from the code that asked for it.</summary>
    internal void Post(Action<object?> turn, object? state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            new Task(turn, state).Start(this);
            return;
        }

        using (ExecutionContext.SuppressFlow()) new Task(turn, state).Start(this);
    }

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _ready.Enqueue(task);
            if (_scheduled) return;

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock) return [.. _ready];
    }

    void IThreadPoolWorkItem.Execute()
    {
        var previous = RuntimeContext.Current;
        RuntimeContext.Current = activation;
        try
        {
            RunReady();
        }
        finally
        {
            RuntimeContext.Current = previous;
        }
    }

    void RunReady()
    {
        var started = Environment.TickCount64;
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_ready.Count == 0)
                {
                    _scheduled = false;
                    return;
                }

                if (Environment.TickCount64 - started > QuantumMilliseconds) break;
                next = _ready.Dequeue();
            }

            TryExecuteTask(next);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
