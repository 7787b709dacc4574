using OrleansAssets.Tests.Storage;

namespace OrleansAssets.Tests.Simulation;

/// <summary>A portfolio that has a record has one row of equity for each day since it began, the day that is just over included.</summary>
internal sealed class DailyRowEachDay(string portfolioId) : ISimulationCheck
{
    public string Name => "a daily row each day";

    public async Task<IReadOnlyCollection<string>> FindAsync(SimulatedDay day)
    {
        var stored = await Rows.ReadAsync(
            day.Simulation.Database,
            $"SELECT to_char(day, 'YYYY-MM-DD') FROM equity_daily WHERE portfolio_id = '{portfolioId}' ORDER BY day");
        var wanted = Enumerable.Range(1, day.Number).Select(number => $"{(day with { Number = number }).Date:yyyy-MM-dd}").ToList();
        return
        [
            .. wanted.Except(stored).Select(date => $"{portfolioId} has no row of {date}"),
            .. stored.Except(wanted).Where(date => date != $"{day.Date.AddDays(1):yyyy-MM-dd}")
                .Select(date => $"{portfolioId} has a row of {date}"),
        ];
    }
}
