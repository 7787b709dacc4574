using System.Collections.Concurrent;

namespace OrleansAssets.Pages.Reading;

/// <summary>
/// Asks each question once for everybody who looks: however many pages show the status, the grain is asked once in
/// <see cref="FreshFor"/>. Bounded in questions, in waiting and in how old an answer may be shown.
/// </summary>
internal sealed class SharedAnswers(TimeProvider clock)
{
    /// <summary>How long an answer is given again. Together with the pause of a page it stays below two seconds.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a page waits for one answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>How long the last good answer is shown, marked as old, while its question fails.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(2);

    private const int QuestionsMax = 400;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <param name="question">Names the question and everything it depends on.</param>
    /// <param name="freshFor">How long a good answer is given again; null is <see cref="FreshFor"/>.</param>
    /// <param name="patience">How long a page waits for it; null is <see cref="Patience"/>.</param>
    public async Task<Answer<T>> AskAsync<T>(
        string question, Func<CancellationToken, Task<T>> askAsync, TimeSpan? freshFor = null, TimeSpan? patience = null)
    {
        Trim();
        var entry = _entries.GetOrAdd(question, _ => new Entry());
        Task<object?> asked;
        lock (entry)
        {
            var now = clock.GetUtcNow();
            var fresh = entry.Asked is { IsCompletedSuccessfully: true } ? freshFor ?? FreshFor : FreshFor;
            if (entry.Asked is null || (entry.Asked.IsCompleted && now - entry.AskedAt >= fresh))
            {
                entry.AskedAt = now;
                entry.Asked = AskOnceAsync(askAsync, patience ?? Patience);
            }

            asked = entry.Asked;
        }

        try
        {
            var value = (T)(await asked.WaitAsync(patience ?? Patience))!; // no question of a grain is answered by null
            entry.Good = (value, entry.AskedAt);
            return Answer.Of(value, entry.AskedAt);
        }
        catch (Exception exception) when (FailureText.IsKnown(exception))
        {
            return entry.Good is ({ } value, var at) && clock.GetUtcNow() - at < ShownFor
                && exception is not (NotFoundException or InvalidRequestException)
                ? Answer.Of((T)value, at, FailureText.Of(exception))
                : Answer.Failed<T>(entry.AskedAt, exception);
        }
    }

    /// <summary>Something was changed: whoever looks next sees it.</summary>
    public void Forget() => _entries.Clear();

    private async Task<object?> AskOnceAsync<T>(Func<CancellationToken, Task<T>> askAsync, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        return await askAsync(limit.Token);
    }

    /// <summary>Questions that nobody asks any more make room for others.</summary>
    private void Trim()
    {
        if (_entries.Count < QuestionsMax)
        {
            return;
        }

        foreach (var (question, _) in _entries.OrderBy(pair => pair.Value.AskedAt).Take(QuestionsMax / 4))
        {
            _entries.TryRemove(question, out _);
        }
    }

    private sealed class Entry
    {
        public Task<object?>? Asked { get; set; }

        public DateTimeOffset AskedAt { get; set; }

        public (object? Value, DateTimeOffset At)? Good { get; set; }
    }
}
