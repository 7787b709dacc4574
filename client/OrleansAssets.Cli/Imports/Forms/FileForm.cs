using System.Collections.Immutable;
using System.Text;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>How a file is to be read: what was found out of it, and what the user said.</summary>
/// <param name="Separator">Null for JSON.</param>
/// <param name="HeaderAt">Which record is the header, from 0; below 0 where there is none.</param>
/// <param name="Day">For daily bars.</param>
/// <param name="NewestFirst">Whether rows go back in time.</param>
internal sealed record FileForm(
    Layout Layout, char? Separator, Encoding? Encoding, string EncodingName, int HeaderAt, NumberForm Numbers, TimeForm Times,
    DayBasis Day, bool NewestFirst)
{
    /// <summary>What the file itself says it is about.</summary>
    public string? Symbol { get; init; }

    /// <summary>Code of the timeframe, from what the file says or from the distance of its rows.</summary>
    public string? Timeframe { get; init; }

    /// <summary>What was found out, for people: name and value.</summary>
    public ImmutableArray<(string Name, string Value)> Said { get; init; } = [];

    /// <summary>Our own form: commas, points, ISO-8601 in UTC.</summary>
    public static FileForm Plain(ImportKind kind) => new(
        Layouts.OwnOf(kind), ',', null, "UTF-8", 0, NumberForm.Plain, TimeForm.Plain, DayBasis.Utc, NewestFirst: false);

    /// <exception cref="UnreadableFileException">It is JSON, and cannot be read.</exception>
    public IRecords Read(Stream file) => Separator is { } separator ? new CsvRecords(file, separator, Encoding) : new JsonRecords(file);
}

/// <summary>What the user says of a file in place of what is found out.</summary>
/// <param name="Decimal">A point or a comma.</param>
/// <param name="DayBegins">A code of <see cref="DayBasis"/>.</param>
internal sealed record FormOptions(
    Layout? Layout = null, char? Separator = null, char? Decimal = null, EpochUnit? TimeUnit = null, TimeZoneInfo? TimeZone = null,
    string? TimeFormat = null, DayBasis? DayBegins = null);
