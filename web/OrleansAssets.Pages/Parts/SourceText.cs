using OrleansAssets.DataSources;

namespace OrleansAssets.Pages.Parts;

/// <summary>How a source stands, as a colour.</summary>
internal static class SourceText
{
    public static Tone Tone(DataSourceStatus status) => status switch
    {
        DataSourceStatus.Healthy => Parts.Tone.Good,
        DataSourceStatus.Failing or DataSourceStatus.Overdue => Parts.Tone.Bad,
        DataSourceStatus.Blocked or DataSourceStatus.NotConfigured => Parts.Tone.Warn,
        _ => Parts.Tone.Plain,
    };

    /// <summary>Whether somebody should look.</summary>
    public static bool IsTrouble(DataSourceStatus status) => Tone(status) is Parts.Tone.Bad or Parts.Tone.Warn;
}
