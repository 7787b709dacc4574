using System.Diagnostics;
using OrleansAssets.Cli.Output;
using OrleansAssets.Imports;
using Spectre.Console;

namespace OrleansAssets.Cli.Imports;

/// <summary>Told how far an import is; called for every row, so it decides itself what is worth showing.</summary>
internal interface IImportProgress
{
    void Report(string step, long rows, long bytesRead, long bytesInAll);
}

/// <summary>Shows progress on stderr: a bar on a output, a line every few seconds elsewhere, nothing with JSON.</summary>
internal static class ImportProgress
{
    public static Task<TResult> RunAsync<TResult>(CommandOutput output, Func<IImportProgress, Task<TResult>> work)
    {
        if (!output.CanAnimate)
        {
            return work(new Lines(output));
        }

        var progress = output.Error.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        return progress.StartAsync(context => work(new Bars(context)));
    }

    private static string Describe(string step, long rows, long startedAt)
    {
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        return $"{step}: {ValueText.Count(rows)} rows, {ValueText.Count((long)(rows / Math.Max(seconds, 0.001)))} rows/s";
    }

    /// <summary>When a step began, and whether it is time to show something again.</summary>
    private sealed class Pace(TimeSpan every)
    {
        private const int RowsBetweenLooks = 256;
        private string? _step;
        private long _shownAt;

        public long StartedAt { get; private set; }

        public bool IsDue(string step, long rows)
        {
            if (_step != step)
            {
                _step = step;
                StartedAt = _shownAt = Stopwatch.GetTimestamp();
                return false;
            }

            if (rows % RowsBetweenLooks != 0 && rows % IImportGrain.BatchRowsMax != 0 || Stopwatch.GetElapsedTime(_shownAt) < every)
            {
                return false;
            }

            _shownAt = Stopwatch.GetTimestamp();
            return true;
        }
    }

    private sealed class Lines(CommandOutput output) : IImportProgress
    {
        private readonly Pace _pace = new(TimeSpan.FromSeconds(5));

        public void Report(string step, long rows, long bytesRead, long bytesInAll)
        {
            if (_pace.IsDue(step, rows))
            {
                output.Note($"{Describe(step, rows, _pace.StartedAt)}, {100 * bytesRead / Math.Max(bytesInAll, 1)} %");
            }
        }
    }

    private sealed class Bars(ProgressContext context) : IImportProgress
    {
        private readonly Pace _pace = new(TimeSpan.FromMilliseconds(100));
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(string step, long rows, long bytesRead, long bytesInAll)
        {
            if (!_tasks.TryGetValue(step, out var task))
            {
                foreach (var finished in _tasks.Values)
                {
                    finished.Value = finished.MaxValue;
                }

                _tasks.Add(step, task = context.AddTask(step, maxValue: Math.Max(bytesInAll, 1)));
            }

            if (_pace.IsDue(step, rows))
            {
                task.Description = Describe(step, rows, _pace.StartedAt);
                task.Value = bytesRead;
            }
        }
    }
}
