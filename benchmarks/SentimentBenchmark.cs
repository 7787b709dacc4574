using System.Diagnostics;
using System.Text.Json;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Benchmarks;

/// <summary>Posts a second through the scorer, beside System.Text.Json reading the same posts out of a page, in turns.</summary>
internal static class SentimentBenchmark
{
    private const int Posts = 20_000;
    private const int Rounds = 11;

    private static readonly string[] Phrases =
    [
        "Loaded up on $GME shares this morning, this thing is going to the moon 🚀🚀🚀",
        "I don't think earnings were great, but I'm not selling. Holding for the long run.",
        "Puts on TSLA. This is way overvalued and the guidance was terrible!!",
        "Is anyone else worried about the Fed decision tomorrow? https://example.com/news",
        "yeah sure, buying the top was a GREAT idea /s",
        "> they said it would never recover\nWell, it broke resistance at 30, breakout confirmed. Adding.",
        "Volume was twice the average today, price closed flat at 41.20.",
        "diamond hands 💎🙌 we are not leaving, r/wallstreetbets u/someone",
    ];

    public static void Run()
    {
        var posts = Enumerable.Range(0, Posts)
            .Select(number => $"{Phrases[number % Phrases.Length]} {Phrases[number / Phrases.Length % Phrases.Length]}").ToArray();
        var page = JsonSerializer.SerializeToUtf8Bytes(posts.Select(text => new { data = new { title = "post", selftext = text } }));
        Console.WriteLine($"{Posts:N0} posts of {posts.Average(post => post.Length):0} characters on average, one thread");
        var (scored, read) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            scored.Add(Posts / Time(() => posts.Sum(post => MoodScorer.Score(post).Score)));
            read.Add(Posts / Time(() => Read(page)));
        }

        var (ours, theirs) = (Median(scored), Median(read));
        Console.WriteLine(
            $"scored {ours:N0} posts a second; read by System.Text.Json {theirs:N0} posts a second; share {ours / theirs:0.00} (medians)");
    }

    private static double Read(byte[] page)
    {
        using var document = JsonDocument.Parse(page);
        return document.RootElement.EnumerateArray().Sum(post => post.GetProperty("data").GetProperty("selftext").GetString()?.Length ?? 0);
    }

    private static double Time(Func<double> work)
    {
        var started = Stopwatch.GetTimestamp();
        if (!double.IsFinite(work()))
        {
            throw new InvalidOperationException("A score is no number.");
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
