using System.Runtime.CompilerServices;

namespace OrleansAssets.Data;

/// <summary>Reads what comes in pages, of any length.</summary>
public static class PagesAhead
{
    /// <summary>All pages in order: the page behind the one that is read is on its way already, and never more.</summary>
    /// <param name="first">Asks for the first page.</param>
    /// <param name="next">What asks for the page behind another; null where that one is the last.</param>
    public static async IAsyncEnumerable<TPage> ReadAsync<TPage>(
        Func<CancellationToken, Task<TPage>> first, Func<TPage, Func<CancellationToken, Task<TPage>>?> next,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(next);
        for (var coming = first(cancellationToken); coming is not null;)
        {
            var page = await coming;
            coming = next(page)?.Invoke(cancellationToken);
            yield return page;
        }
    }
}
