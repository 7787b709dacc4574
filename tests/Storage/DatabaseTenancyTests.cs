using OrleansAssets.Database;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Storage;

/// <summary>Which silos may have one database at the same time.</summary>
public sealed class DatabaseTenancyTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>A rolling upgrade to a release that the old one does not understand stops at its first silo, in a sentence.</summary>
    [Fact]
    public async Task Take_BesideASiloOfAnotherProtocol_IsRefusedUntilThatOneIsGone()
    {
        await using (await TakeAsync(protocol: 1))
        {
            await using var same = await TakeAsync(protocol: 1);

            var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => TakeAsync(protocol: 2));

            Assert.Contains(
                "it speaks protocol 1 to other silos, and this one speaks 2. Stop every silo", refused.Message, StringComparison.Ordinal);
        }

        await using var later = await TakeAsync(protocol: 2);
        Assert.True(await later.HoldAsync(CancellationToken.None));
    }

    private Task<DatabaseTenancy> TakeAsync(int protocol) =>
        DatabaseTenancy.TakeAsync(postgres.DataSource, isShared: true, protocol, CancellationToken.None);
}
