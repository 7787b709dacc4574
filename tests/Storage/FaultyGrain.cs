using Orleans;

namespace OrleansAssets.Tests.Storage;

/// <summary>An exception of which no serializer knows.</summary>
internal sealed class UnsentException(string message) : Exception(message);

[Alias("tests.IFaultyGrain")]
public interface IFaultyGrain : IGrainWithStringKey
{
    [Alias("ThrowAsync")]
    Task ThrowAsync(bool inside);

    [Alias("AskAsync")]
    Task AskAsync(string key);
}

/// <summary>Fails as it is told; with the key <see cref="AtActivation"/> before it can be called.</summary>
[GrainType("faulty")]
public sealed class FaultyGrain : Grain, IFaultyGrain
{
    public const string AtActivation = "activation";
    public const string Text = "text of a driver";

    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.GetPrimaryKeyString() == AtActivation
        ? throw new UnsentException(Text)
        : Task.CompletedTask;

    public Task ThrowAsync(bool inside) => throw (inside
        ? new InvalidOperationException("outer", new UnsentException(Text))
        : new UnsentException(Text));

    public Task AskAsync(string key) => GrainFactory.GetGrain<IFaultyGrain>(key).ThrowAsync(inside: false);
}
