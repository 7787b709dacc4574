using Orleans.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Counts the effects of a piece of work and fails one of them, before or after it took place.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private (string Step, Blockade Blockade)? _blocked;
    private readonly List<string> _steps = [];
    private bool _counting;
    private int? _failAt;
    private bool _afterEffect;
    private string? _failing;

    /// <summary>Starts counting from 0, without a fault or with one at a step.</summary>
    public void Start(int? failAt = null, bool afterEffect = false)
    {
        lock (_gate)
        {
            _steps.Clear();
            (_counting, _failAt, _afterEffect) = (true, failAt, afterEffect);
        }
    }

    /// <summary>Fails a step each time, before it takes effect, until stopped.</summary>
    public void FailAlways(string step)
    {
        lock (_gate)
        {
            _failing = step;
        }
    }

    /// <summary>Stops what comes to a step before it takes effect.</summary>
    public Blockade Block(string step)
    {
        var blockade = new Blockade();
        lock (_gate)
        {
            _blocked = (step, blockade);
        }

        return blockade;
    }

    /// <summary>Passes, or waits where the step is blocked.</summary>
    public Task PassAsync(string step, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _blocked is { } blocked && blocked.Step == step
                ? blocked.Blockade.HoldAsync(cancellationToken)
                : Task.CompletedTask;
        }
    }

    /// <summary>Ends counting and tells the steps.</summary>
    public IReadOnlyList<string> Stop()
    {
        lock (_gate)
        {
            _counting = false;
            _failAt = null;
            _failing = null;
            return [.. _steps];
        }
    }

    public async Task StepAsync(string step, Func<Task> effect)
    {
        bool fails;
        lock (_gate)
        {
            fails = (_counting && _failAt == _steps.Count) || step == _failing;
            if (_counting)
            {
                _steps.Add(step);
            }
        }

        if (fails && (!_afterEffect || step == _failing))
        {
            throw new InconsistentStateException($"Failed before {step}.");
        }

        await effect();
        if (fails)
        {
            throw new InconsistentStateException($"Failed after {step}.");
        }
    }
}
