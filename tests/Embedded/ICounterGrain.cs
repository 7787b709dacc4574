namespace OrleansAssets.Tests.Embedded;

[Alias("test-counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<int> AddAsync(int amount);

    [Alias("seen")]
    Task<int> SeenAtActivationAsync();

    [Alias("conflict")]
    Task ConflictAsync(bool escapes);

    [Alias("fail")]
    Task FailAsync();

    [Alias("count")]
    Task<int> CountAsync();

    [Alias("clear")]
    Task<bool> ClearAsync();
}
