namespace OrleansAssets.Tests.Embedded;

[GenerateSerializer, Alias("test-box")]
public sealed class Box
{
    [Id(0)]
    public IList<int> Items { get; set; } = [];
}

[GenerateSerializer, Immutable, Alias("test-frozen-box")]
public sealed record FrozenBox([property: Id(0)] string Name, [property: Id(1)] decimal Price, [property: Id(2)] DateOnly? Day);

[GenerateSerializer, Alias("test-count")]
public sealed class CountState
{
    [Id(0)]
    public int Count { get; set; }
}

[GenerateSerializer, Alias("test-refusal")]
public sealed class RefusalException(string message) : Exception(message);
