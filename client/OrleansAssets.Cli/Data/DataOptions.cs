using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using OrleansAssets.Cli.Running;
using OrleansAssets.Data;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Data;

/// <summary>What the commands of <c>data</c> have in common.</summary>
internal static class DataOptions
{
    /// <summary>Older than any market.</summary>
    public const int DaysMax = 100_000;

    public static Argument<string> Asset() => new("ASSET") { Description = "Asset id, e.g. BTC/USDT" };

    public static Argument<string?> AnyAsset() =>
        new("ASSET") { Description = "Asset id; all assets where left out", Arity = ArgumentArity.ZeroOrOne };

    public static Option<bool> Csv() => new("--csv") { Description = "Print CSV, with a header" };

    public static Option<int> Days(int days) =>
        WholeOption.Of("--days", "How many days back those begin that are shown", "days", days, 0, DaysMax);

    public static Option<DateTimeOffset?> Until() => InstantOption.Of("--until", "Before which they lie");

    public static Option<int> Limit(int rows) => WholeOption.Of("--limit", "Most rows", "rows", rows, 1, MarketDataLimits.RowsMax);

    /// <summary>The instant from which rows are shown.</summary>
    /// <param name="until">Where the span ends, from which days are counted back; null for now.</param>
    public static DateTimeOffset From(CommandCall call, Option<int> days, DateTimeOffset? until = null)
    {
        var (end, back) = (until ?? call.Now, TimeSpan.FromDays(call.Get(days)));
        return end - DateTimeOffset.MinValue > back ? end - back : DateTimeOffset.MinValue;
    }

    /// <summary>Prints rows in the form that was asked for.</summary>
    public static void Answer<T>(
        CommandCall call, Option<bool> csv, ImmutableArray<T> rows, IReadOnlyList<CsvColumn<T>> columns,
        JsonTypeInfo<ImmutableArray<T>> json, Func<ImmutableArray<T>, IEnumerable<IRenderable>> page)
    {
        if (call.Get(csv))
        {
            call.Output.Answer(output => CsvForm.Write(output, rows, columns));
        }
        else
        {
            call.Output.Answer(rows, json, page);
        }
    }
}
