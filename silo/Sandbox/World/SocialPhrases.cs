using System.Collections.Immutable;

namespace OrleansAssets.Sandbox.World;

/// <summary>What the invented authors say; {0} is the symbol, {1} a number that makes two posts differ.</summary>
internal static class SocialPhrases
{
    public static ImmutableArray<string> Bullish { get; } =
    [
        "Loaded up on {0} shares again, now holding {1} 💎🙌",
        "${0} to the moon 🚀🚀 target {1}",
        "Bought {1} more {0} calls, this breakout is real",
        "{0} bears are fuk, green all week",
        "Not selling a single one of my {1} {0} shares",
        "{0} beat estimates again, massively undervalued at {1}",
        "Sold my {0} puts, the bottom is in, see you at {1}",
    ];

    public static ImmutableArray<string> Bearish { get; } =
    [
        "Bought {1} puts on {0}, this is overvalued trash",
        "{0} bagholders coping again, {1} next 📉",
        "Out of {0} at {1}, guidance is weak and they keep diluting",
        "${0} is a textbook pump and dump, stay away",
        "My {0} calls expired worthless, down {1} %",
        "{0} rug pull incoming, broke support at {1}",
        "Yeah sure, {0} will definitely moon to {1} /s",
    ];

    public static ImmutableArray<string> Neutral { get; } =
    [
        "When does {0} report? Thread {1}",
        "{0} closed at {1}, volume about average",
        "Reading the {0} filing, page {1} of many",
        "Calls or puts on {0} for number {1}?",
    ];

    public static ImmutableArray<string> LookAlikes { get; } =
    [
        "ALL of IT depends on the Fed, the store is OPEN until {1}",
        "DD: how AI changes what a CEO does, part {1}, YOLO",
        "had a donut and watched movie {1} at the AMC theater",
    ];

    /// <summary>What a bot repeats word by word.</summary>
    public const string Bot = "{0} is the best stock of the year, join my channel for signals 🚀";

    public static ImmutableArray<string> Followed { get; } =
    [
        "{1} more to go. {0} production looks great",
        "Number {1} was fun",
        "Thinking about {1} things at once",
        "{0} demand is huge, {1} orders in a day 🚀",
    ];
}
