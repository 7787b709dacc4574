using OrleansAssets.Catalogue;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// No window of any source held more than its limit: by what the vendors' side says was asked of it, and by the source's own count, which
/// is never below that.
/// </summary>
internal sealed class BudgetsKept : ISimulationCheck
{
    private long _read;

    /// <summary>Calls of all days that were looked at.</summary>
    public int Calls { get; private set; }

    public string Name => "budgets are kept in every window";

    public async Task<IReadOnlyCollection<string>> FindAsync(SimulatedDay day)
    {
        // Windows are parts of a day in UTC at most, so that a day's lines hold whole ones.
        var lines = await LinesAsync(day.Simulation.CallLog);
        Calls += lines.Count;
        var over = SpentWindow.Of(lines, day.Simulation.Configuration.Sources).Where(window => window.IsOver)
            .Select(window => $"{window.SourceId} was asked for {window.Units} units in the {window.Window.Name} from {window.Start:u}; "
                + $"{window.Window.LimitUnits} are allowed");
        var sources = await day.Simulation.Grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetSourcesAsync();
        var overCounted = from source in sources
                          from usage in source.Usage
                          where usage.UsedUnits > usage.Window.LimitUnits
                          select $"{source.Definition.Id} counts {usage.UsedUnits} of {usage.Window.LimitUnits} units "
                              + $"in its {usage.Window.Name}";
        return [.. over, .. overCounted, .. lines.Count == 0 ? ["no vendor was asked for anything"] : Array.Empty<string>()];
    }

    private async Task<List<string>> LinesAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        using var reader = new StreamReader(file);
        var text = await reader.ReadToEndAsync();
        _read += System.Text.Encoding.UTF8.GetByteCount(text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
