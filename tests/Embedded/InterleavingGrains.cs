using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace OrleansAssets.Tests.Embedded;

[Alias("test-holder")]
public interface IHolderGrain : IGrainWithStringKey
{
    [Alias("hold")]
    Task HoldAsync(string gate);
}

[Alias("test-reentrant")]
public interface IReentrantGrain : IHolderGrain;

[Alias("test-predicate")]
public interface IPredicateGrain : IHolderGrain;

[Reentrant]
public sealed class ReentrantGrain(Gates gates) : Grain, IReentrantGrain
{
    public Task HoldAsync(string gate) => gates.PassAsync(gate);
}

[MayInterleave(nameof(MayInterleave))]
public sealed class PredicateGrain(Gates gates) : Grain, IPredicateGrain
{
    public static bool MayInterleave(IInvokable call) => call.GetArgument(0) is string gate && gate.StartsWith("free", StringComparison.Ordinal);

    public async Task HoldAsync(string gate)
    {
        gates.Note($"{gate} starts");
        await gates.PassAsync(gate);
        gates.Note($"{gate} ends");
    }
}
