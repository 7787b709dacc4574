namespace Orleans
{
    /// <summary>Takes part in one stage of a lifecycle.</summary>
    public interface ILifecycleObserver
    {
        /// <summary>Runs when the stage starts.</summary>
        Task OnStart(CancellationToken cancellationToken = default);

        /// <summary>Runs when the stage stops, in reverse order.</summary>
        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>A lifecycle others can join.</summary>
    public interface ILifecycleObservable
    {
        /// <summary>Joins at a stage; disposing leaves.</summary>
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }

    /// <summary>A service that joins a lifecycle when the host starts.</summary>
    public interface ILifecycleParticipant<TLifecycleObservable>
        where TLifecycleObservable : ILifecycleObservable
    {
        /// <summary>Subscribes to the stages it needs.</summary>
        void Participate(TLifecycleObservable lifecycle);
    }
}

namespace Orleans.Runtime
{
    /// <summary>The lifecycle of the silo.</summary>
    public interface ISiloLifecycle : ILifecycleObservable
    {
        /// <summary>The highest stage that has started.</summary>
        int HighestCompletedStage { get; }

        /// <summary>The lowest stage that has stopped.</summary>
        int LowestStoppedStage { get; }
    }
}
