using System.Diagnostics;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// One span for each batch of a journal, as several callers share a write: in the trace of the first of them, with a link to each other.
/// </summary>
internal static class JournalSpans
{
    public const string SourceName = "OrleansAssets.Portfolio";

    private static readonly ActivitySource Source = new(SourceName);

    /// <returns>Null where nobody traces.</returns>
    public static Activity? Begin(string portfolioId, ActivityContext caller)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity.Current = null; // that of whoever set the loop going, who may have had the answer long ago
        return Source.StartActivity("journal batch", ActivityKind.Internal, caller, [new("assets.portfolio", portfolioId)]);
    }

    public static void Share(Activity? span, ActivityContext caller)
    {
        if (span is not null && caller != default && caller.TraceId != span.TraceId)
        {
            span.AddLink(new ActivityLink(caller));
        }
    }
}
