using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.Silo;

/// <summary>What a new database's time series become, from what the catalogues say. TimescaleDB itself is not needed for it.</summary>
public sealed class TimescaleChoiceTests
{
    [Theory]
    [InlineData("public")]
    [InlineData("extensions")]
    public void Of_ExtensionInTheDatabase_TakesItsFunctionsWhereTheyAre(string schema) => Assert.Equal(
        new TimescaleChoice.Hypertables(schema), TimescaleChoice.Of(new TimescaleFacts(schema, IsAvailable: true, Preloaded: null)));

    [Fact]
    public void Of_ServerWithoutIt_IsNativeWithoutARemedy() =>
        Assert.Equal(new TimescaleChoice.Native(null), TimescaleChoice.Of(new TimescaleFacts(null, IsAvailable: false, Preloaded: "")));

    [Theory]
    [InlineData("")]
    [InlineData("pg_stat_statements")]
    [InlineData("not_timescaledb")]
    public void Of_LibraryNotLoaded_IsNativeAndSaysHowItWouldBe(string libraries)
    {
        var native = Assert.IsType<TimescaleChoice.Native>(TimescaleChoice.Of(new TimescaleFacts(null, IsAvailable: true, libraries)));

        Assert.Contains("shared_preload_libraries", native.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timescaledb")]
    [InlineData("pg_stat_statements, timescaledb")]
    [InlineData("\"$libdir/timescaledb\"")]
    [InlineData(null)] // The user may not read the setting: only trying tells.
    public void Of_LoadedOrNotTold_Tries(string? libraries) =>
        Assert.Equal(new TimescaleChoice.Try(), TimescaleChoice.Of(new TimescaleFacts(null, IsAvailable: true, libraries)));

    [Theory]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, "let a superuser run CREATE EXTENSION timescaledb")]
    [InlineData("XX000", "the server refuses it (must be preloaded)")]
    public void Refused_Trial_SaysWhy(string state, string expected) => Assert.Contains(
        expected,
        TimescaleChoice.Refused(new PostgresException("must be preloaded", "FATAL", "FATAL", state)).Remedy,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(true, "2.17.2", true, "hypertables of TimescaleDB 2.17.2")]
    [InlineData(false, null, false, "native partitions")]
    [InlineData(false, null, true, "native partitions, although the server has TimescaleDB")]
    public void Describe_Series_SaysWhichOfTheTwo(bool hypertables, string? version, bool available, string expected) =>
        Assert.Equal(expected, ServerSurvey.Describe(hypertables, version, available));
}
