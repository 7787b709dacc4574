using OrleansAssets.Imports;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Imports that one activation is taking. Asked again while one is under way, the answer is the same: a second taker would only wait for
/// the first.
/// </summary>
internal sealed class ImportsUnderWay
{
    private readonly Dictionary<Guid, Task<ImportCounts>> _taking = [];

    /// <summary>Takes an import, or waits for whoever is taking it.</summary>
    public async Task<ImportCounts> TakeAsync(Guid importId, Func<Task<ImportCounts>> takeAsync)
    {
        if (!_taking.TryGetValue(importId, out var taking))
        {
            _taking.Add(importId, taking = takeAsync());
        }

        try
        {
            return await taking;
        }
        finally
        {
            _taking.Remove(importId);
        }
    }
}
