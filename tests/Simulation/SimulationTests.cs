using OrleansAssets.DataSources;
using Xunit.Abstractions;
using static System.FormattableString;

namespace OrleansAssets.Tests.Simulation;

/// <summary>Long runs of the shipped product in virtual time.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const string Portfolio = Keys.DefaultPortfolioId;

    [Fact]
    public async Task Run_ShippedProduct_KeepsItsWordEachDay()
    {
        await using var simulation = await SimulatedSilo.StartAsync(new SimulationOptions().FromEnvironment());
        var (budgets, gaps, trader) = (new BudgetsKept(), new NoFillableGap(), new Trader(Portfolio));

        var report = await simulation.RunAsync(
            [budgets, gaps, new WatermarksNeverGoBack(), new DailyRowEachDay(Portfolio), new NothingEnabledUnearned()], trader.BeginAsync);

        Tell(simulation, report);
        output.WriteLine($"{budgets.Calls} calls of vendors, {gaps.Expected} intervals expected, {trader.Fills} orders filled");
        Assert.Empty(report.Faults);
        Assert.InRange(trader.Fills, 1, simulation.Options.Days);
    }

    [Fact]
    public async Task Run_VendorIsDownForHours_IsMadeUpForByTheEndOfTheDay()
    {
        await using var simulation = await SimulatedSilo.StartAsync(new SimulationOptions { Days = 1 });
        var (gaps, watermarks) = (new NoFillableGap(), new WatermarksNeverGoBack());
        var source = simulation.Grains.GetGrain<IDataSourceGrain>(Keys.DataSource("ccxt_binance"));
        var failures = 0;

        var report = await simulation.RunAsync([gaps, watermarks], async day =>
        {
            await simulation.RunUntilAsync(day.Start.AddHours(3));
            await simulation.SetFaultAsync("ccxt_binance", """{"kind":"server_error","seconds":43200}""");
            await simulation.RunUntilAsync(day.Start.AddHours(15));
            failures = (await source.GetAsync()).ConsecutiveFailures;
        });

        Tell(simulation, report);
        Assert.InRange(failures, 1, int.MaxValue);
        Assert.Equal(DataSourceStatus.Healthy, (await source.GetAsync()).Status);
        Assert.Empty(report.Faults);
    }

    private static string Seconds(SimulationReport report) => string.Join(
        ' ', report.Took.Zip(report.Cpu, (took, cpu) => Invariant($"{took.TotalSeconds:0.0} ({cpu.TotalSeconds:0.0})")));

    private void Tell(SimulatedSilo simulation, SimulationReport report)
    {
        output.WriteLine(
            Invariant($"{report.Took.Count} days, seed {simulation.Options.Seed}, reminders every {simulation.Options.Resolution}"));
        output.WriteLine(Invariant($"seconds of each day (of processor time): {Seconds(report)}; {simulation.Ticks} ticks"));
        foreach (var line in simulation.Log.Lines.Take(50).Concat(report.Faults.Take(100)))
        {
            output.WriteLine(line);
        }
    }
}
