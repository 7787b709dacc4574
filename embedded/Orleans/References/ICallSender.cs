namespace Orleans.Runtime;

/// <summary>Carries a call to its grain: in this process, or through a gateway.</summary>
interface ICallSender
{
    TimeSpan ResponseTimeout { get; }

    /// <summary>Takes the call on; its completion tells how it ended.</summary>
    void Send(GrainCall call);

    /// <summary>The caller no longer waits.</summary>
    void Cancel(GrainCall call);
}
