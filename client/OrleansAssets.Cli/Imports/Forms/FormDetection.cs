using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>Tells the form of a file from its beginning. What it finds is said, and each part of it can be overruled.</summary>
internal static class FormDetection
{
    private const int HeaderLinesMax = 20;

    private static readonly string[] TimeColumns = ["timestamp", "date", "opened_at", "closed_at", "executed_at", "booked_at"];

    private static readonly string[] NumberColumns =
    [
        "open", "high", "low", "close", "volume", "quantity", "price", "fee", "more_fee", "fees", "entry_price", "exit_price", "equity",
        "cash_flow", "amount", "more_amount", "withheld", "new_units", "old_units", "per_unit",
    ];

    /// <returns>The form, or why it cannot be told.</returns>
    public static (FileForm? Form, string? Fault) Detect(FileSample sample, ImportKind kind, FormOptions options)
    {
        if (sample.Fault is { } unreadable)
        {
            return (null, $"it cannot be read: {unreadable}");
        }

        var (layout, headerAt, fault) = LayoutOf(sample, kind, options.Layout);
        if (layout is null)
        {
            return (null, fault);
        }

        IReadOnlyList<string> header = headerAt < 0 ? Layouts.KlineHeader : sample.Records.ElementAtOrDefault(headerAt) ?? [];
        var rows = sample.Records.Skip(headerAt + 1).Where(row => row.Length == header.Count && !IsMoreHeader(layout, row)).ToList();
        var (numbers, unclear) = NumberDetection.Detect(CellsOf(layout, NumberColumns, header, rows), options.Decimal);
        if (unclear is not null)
        {
            return (null, unclear);
        }

        var zone = options.TimeZone ?? TimeZoneInfo.FindSystemTimeZoneById(layout.TimeZone);
        var times = new TimeForm(options.TimeUnit, zone, options.TimeFormat);
        var seen = TimesOf(layout, header, rows, times);
        var timeframe = TimeframeOf(kind, sample, seen);
        var day = options.DayBegins ?? (kind == ImportKind.Candles ? DayBasis.Detect(seen, zone) : null) ?? DayBasis.Utc;
        var isNewestFirst = seen.Count > 1 && seen[0] > seen[^1];
        var form = new FileForm(
            layout, sample.Separator, sample.Encoding, sample.EncodingName, headerAt, numbers, times, day, isNewestFirst)
        {
            Symbol = SymbolOf(layout, sample, headerAt),
            Timeframe = timeframe,
        };
        var firstTime = CellsOf(layout, TimeColumns, header, rows).FirstOrDefault(cell => cell.Length > 0);
        return (form with { Said = FormText.Of(form, firstTime) }, null);
    }

    private static (Layout? Layout, int HeaderAt, string? Fault) LayoutOf(FileSample sample, ImportKind kind, Layout? said)
    {
        var first = sample.Records.Take(HeaderLinesMax).ToList();
        var wanted = said is null ? Layouts.All.Where(layout => layout.Kind == kind).ToList() : [said];
        for (var line = 0; line < first.Count; line++)
        {
            if (wanted.Find(layout => layout.Matches(first[line])) is { } found)
            {
                return (found, line, null);
            }
        }

        if (first.Count > 0 && wanted.Find(layout => layout.BareColumns == first[0].Length) is { } bare
            && first[0].All(cell => decimal.TryParse(cell, CultureInfo.InvariantCulture, out _)))
        {
            return (bare, -1, null);
        }

        if (said is not null)
        {
            return (said, 0, null);
        }

        foreach (var line in first)
        {
            if (Layouts.All.FirstOrDefault(layout => layout.Kind != kind && layout.Matches(line)) is { } other)
            {
                var name = FormText.KindOf(other.Kind);
                return (null, 0, $"it holds {name} ({other.From}): use 'assets import {name}'");
            }
        }

        return (Layouts.OwnOf(kind), 0, null); // whose header then tells what is missing
    }

    private static bool IsMoreHeader(Layout layout, string[] row) =>
        !layout.MoreHeaders.IsEmpty && row.Length > 0 && layout.MoreHeaders.Any(name => layout.Same(row[0], name));

    private static List<string> CellsOf(Layout layout, string[] columns, IReadOnlyList<string> header, List<string[]> rows)
    {
        var positions = columns.Select(column => layout.PositionOf(column, header)).Where(position => position >= 0).ToArray();
        return [.. rows.SelectMany(row => positions.Select(position => row[position]))];
    }

    private static List<DateTimeOffset> TimesOf(Layout layout, IReadOnlyList<string> header, List<string[]> rows, TimeForm form)
    {
        var clock = layout.PositionOf("time_of_day", header);
        var column = TimeColumns.Select(name => layout.PositionOf(name, header)).FirstOrDefault(position => position >= 0, -1);
        var times = new List<DateTimeOffset>();
        foreach (var row in column < 0 ? [] : rows)
        {
            if (form.TryParse(clock < 0 ? row[column] : $"{row[column]} {row[clock]}", out var time))
            {
                times.Add(time);
            }
        }

        return times;
    }

    /// <summary>The least distance of rows, where it is one of a timeframe: markets close, so that the others are longer.</summary>
    private static string? TimeframeOf(ImportKind kind, FileSample sample, List<DateTimeOffset> times)
    {
        if (kind != ImportKind.Candles)
        {
            return null;
        }

        if (sample.Timeframe is { Length: > 0 } granularity)
        {
            var code = granularity == "D" ? "1d" : $"{granularity[1..]}{char.ToLowerInvariant(granularity[0])}";
            return Timeframe.TryParseCode(code, out _) ? code : null;
        }

        var distinct = times.Distinct().Order().ToList();
        var least = distinct.Zip(distinct.Skip(1), (one, next) => next - one).DefaultIfEmpty().Min();
        var isDaily = least >= TimeSpan.FromHours(23) && least <= TimeSpan.FromHours(25);
        return Timeframe.Codes.FirstOrDefault(code =>
            Timeframe.TryParseCode(code, out var one) && (one.Duration() == least || (isDaily && one == Timeframe.D1)));
    }

    private static string? SymbolOf(Layout layout, FileSample sample, int headerAt)
    {
        var tickers = layout.MoreHeaders.IsEmpty ? null
            : sample.Records.Skip(headerAt + 1).FirstOrDefault(row => row.Length > 1 && layout.Same(row[0], "ticker"));
        return sample.Symbol ?? tickers?[1];
    }
}

/// <summary>What was found out of a file, in words.</summary>
internal static class FormText
{
    public static string KindOf(ImportKind kind) => kind switch
    {
        ImportKind.Candles => "candles",
        ImportKind.Trades => "trades",
        ImportKind.Fills => "fills",
        ImportKind.Events => "events",
        _ => "equity",
    };

    public static ImmutableArray<(string Name, string Value)> Of(FileForm form, string? firstTime)
    {
        var said = ImmutableArray.CreateBuilder<(string, string)>();
        said.Add(("layout", $"{form.Layout.Name} ({form.Layout.From})"));
        var header = form.HeaderAt switch { < 0 => "no header", 0 => "header", var above => $"header below {above} lines" };
        said.Add(("form", form.Separator is { } separator ? $"{SeparatorName(separator)}, {header}, {form.EncodingName}" : "JSON"));
        said.Add(("numbers", form.Numbers.ToString()));
        said.Add(("times", TimesOf(form, firstTime)));
        if (form.Layout.Kind == ImportKind.Candles && form.Timeframe == "1d")
        {
            said.Add(("days", $"begin {form.Day.About}"));
        }

        if (form.NewestFirst)
        {
            said.Add(("order", "newest first"));
        }

        if (form.Layout.Note is { } note)
        {
            said.Add(("note", note));
        }

        return said.ToImmutable();
    }

    private static string UnitName(EpochUnit unit) => unit switch
    {
        EpochUnit.Seconds => "seconds",
        EpochUnit.Milliseconds => "milliseconds",
        EpochUnit.Microseconds => "microseconds",
        _ => "nanoseconds",
    };

    private static string SeparatorName(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        _ => $"'{separator}'",
    };

    private static string TimesOf(FileForm form, string? first)
    {
        if (first is null)
        {
            return "none";
        }

        return form.Times.Format is null && TimeForm.IsEpoch(first)
            ? $"{UnitName(form.Times.Unit ?? TimeForm.UnitOf(long.Parse(first, CultureInfo.InvariantCulture)))} since 1970"
            : $"like {first}, {form.Times.Zone.Id} where they name no offset";
    }
}
