using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace OrleansAssets.Tests.Support;

/// <summary>
/// What holds for every case that plain code draws from <see cref="Choices"/>. FsCheck draws the cases and makes one that breaks the law
/// simpler until no simpler one breaks it. The seed is the same in every run, so that a failure is there again; ASSETS_SEED sets another.
/// </summary>
internal static class Laws
{
    private static readonly ulong Seed = Environment.GetEnvironmentVariable("ASSETS_SEED") is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : 1;

    /// <summary>Cases of a law in the suite; <c>tests/laws.sh</c> (ASSETS_LAWS=whole) draws all that a law asks for.</summary>
    private const int InSuiteMax = 500;

    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("ASSETS_LAWS") == "whole";

    /// <summary>How many cases this run draws of a law that asks for so many.</summary>
    public static int Held(int cases) => IsWhole ? cases : Math.Min(cases, InSuiteMax);

    /// <param name="cases">Cases that the law is held against; fewer in the suite.</param>
    /// <param name="law">Draws its case, tells it with <see cref="Choices.Tell"/> as it goes, and throws where it does not hold.</param>
    public static void Hold(int cases, Action<Choices> law)
    {
        var choices = Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(seed => new Choices(seed)), broken => broken.Simpler());
        var replay = new Replay(new Rnd(Seed), FSharpOption<int>.None);
        Prop.ForAll(choices, one => Try(one, law))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Held(cases)).WithQuietOnSuccess(true)
                .WithReplay(FSharpOption<Replay>.Some(replay)));
    }

    /// <param name="tell">The case in words; as it prints itself where this is null.</param>
    public static void Hold<T>(int cases, Func<Choices, T> draw, Action<T> law, Func<T, string>? tell = null) => Hold(cases, choices =>
    {
        var drawn = draw(choices);
        choices.Tell(tell?.Invoke(drawn) ?? string.Create(CultureInfo.InvariantCulture, $"{drawn}"));
        law(drawn);
    });

    private static void Try(Choices choices, Action<Choices> law)
    {
        choices.Begin();
        law(choices);
    }
}
