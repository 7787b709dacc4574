using OrleansAssets.Database;

namespace OrleansAssets.Tests.Silo;

/// <summary>Pools that fit the server: silos x pool + what is left for others is at most what it takes.</summary>
public sealed class ConnectionBudgetTests
{
    [Theory]
    [InlineData(100, 1, 50)]
    [InlineData(100, 3, 30)]
    [InlineData(200, 3, 50)]
    [InlineData(60, 2, 26)]
    public void Of_NothingStated_SharesTheServerAmongTheSilos(int max, int silos, int pool)
    {
        var budget = ConnectionBudget.Of(new ServerConnections(max, 3, -1, -1), silos, stated: null);

        Assert.Equal(new ConnectionBudget(pool, null), budget);
        Assert.True((silos * budget.PoolSize) + ConnectionBudget.ForOthers <= max - 3);
    }

    [Fact]
    public void Of_ServerTooSmall_KeepsTheLeastAndSaysWhatIsNeeded()
    {
        var budget = ConnectionBudget.Of(new ServerConnections(25, 3, -1, -1), silos: 3, stated: null);

        Assert.Equal(ConnectionBudget.PoolMin, budget.PoolSize);
        Assert.Equal(
            "PostgreSQL takes 22 connections, but 3 silos of 8 and 5 for others need 29: raise its max_connections to 32, or lower "
            + "'Maximum Pool Size' in ConnectionStrings__assets.",
            budget.Warning);
    }

    [Fact]
    public void Of_StatedTooLarge_StandsAndIsTold()
    {
        var budget = ConnectionBudget.Of(new ServerConnections(100, 3, -1, -1), silos: 2, stated: 100);

        Assert.Equal(100, budget.PoolSize);
        Assert.Contains("need 205: raise its max_connections to 208", budget.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, -1)]
    [InlineData(-1, 20)]
    public void Of_LimitOfTheUserOrTheDatabase_Counts(int ofUser, int ofDatabase)
    {
        Assert.Equal(15, ConnectionBudget.Of(new ServerConnections(100, 3, ofUser, ofDatabase), silos: 1, stated: null).PoolSize);
        Assert.Contains(
            "connection limit of the silo's user",
            ConnectionBudget.Of(new ServerConnections(100, 3, ofUser, ofDatabase), silos: 3, stated: null).Warning,
            StringComparison.Ordinal);
    }
}
