using System.CommandLine;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Imports;

/// <summary>What the user says of a file's form, each in place of what would be found out.</summary>
internal sealed class FormCommandOptions
{
    private static readonly (string Code, char Mark)[] Separators = [("comma", ','), ("semicolon", ';'), ("tab", '\t'), ("pipe", '|')];
    private static readonly (string Code, char Mark)[] Decimals = [("point", '.'), ("comma", ',')];
    private static readonly (string Code, EpochUnit Unit)[] Units =
    [
        ("s", EpochUnit.Seconds), ("ms", EpochUnit.Milliseconds), ("us", EpochUnit.Microseconds), ("ns", EpochUnit.Nanoseconds),
    ];

    private readonly Option<string?> _layout;
    private readonly Option<string?> _separator = Choice("--separator", "Between values", Separators.Select(one => one.Code));
    private readonly Option<string?> _decimal = Choice("--decimal", "Between units and fractions", Decimals.Select(one => one.Code));
    private readonly Option<string?> _timeUnit = Choice(
        "--time-unit", "Of times that are numbers since 1970", Units.Select(one => one.Code));

    private readonly Option<string?> _timeZone = new("--time-zone")
    {
        Description = "Of times that name no offset, e.g. Europe/Athens [default: UTC, or the layout's]", HelpName = "zone",
    };

    private readonly Option<string?> _timeFormat = new("--time-format")
    {
        Description = "The form of times, as .NET writes it: dd/MM/yyyy HH:mm", HelpName = "form",
    };

    private readonly Option<string?> _dayBegins = Choice("--day-begins", "When the days of daily bars begin", DayBasis.Codes);
    private readonly ImportKind _kind;

    public FormCommandOptions(ImportKind kind)
    {
        _kind = kind;
        _layout = Choice("--layout", "Whose file it is", Layouts.All.Where(layout => layout.Kind == kind).Select(layout => layout.Name));
    }

    public void AddTo(Command command)
    {
        command.Add(_layout);
        command.Add(_separator);
        command.Add(_decimal);
        command.Add(_timeUnit);
        command.Add(_timeZone);
        command.Add(_timeFormat);
        if (_kind == ImportKind.Candles)
        {
            command.Add(_dayBegins);
        }
    }

    /// <summary>The form of a file: what is said of it, and what is found out of the rest; with its header.</summary>
    public (FileForm? Form, IReadOnlyList<string> Header, CommandError? Error) Detect(CommandCall call, string path)
    {
        TimeZoneInfo? zone = null;
        if (call.Get(_timeZone) is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            return (null, [], CommandError.BadInput($"--time-zone '{name}' must be a zone of the IANA's list, e.g. Europe/Athens or UTC."));
        }

        var said = new FormOptions(
            Layouts.All.FirstOrDefault(layout => layout.Name == call.Get(_layout)),
            Find(Separators, call.Get(_separator)),
            Find(Decimals, call.Get(_decimal)),
            Find(Units, call.Get(_timeUnit)),
            zone,
            call.Get(_timeFormat),
            _kind == ImportKind.Candles ? DayBasis.Find(call.Get(_dayBegins)) : null);
        var sample = FileSample.Of(() => ImportFile.Open(path), said.Separator);
        var (form, fault) = FormDetection.Detect(sample, _kind, said);
        return form is null
            ? (null, [], CommandError.BadInput($"{path} cannot be imported: {fault}."))
            : (form, form.HeaderAt < 0 ? Layouts.KlineHeader : sample.Records.ElementAtOrDefault(form.HeaderAt) ?? [], null);
    }

    private static TValue? Find<TValue>((string Code, TValue Value)[] known, string? code)
        where TValue : struct
    {
        foreach (var one in known)
        {
            if (one.Code == code)
            {
                return one.Value;
            }
        }

        return null;
    }

    private static Option<string?> Choice(string name, string description, IEnumerable<string> codes)
    {
        string[] all = [.. codes];
        var option = new Option<string?>(name)
        {
            Description = $"{description} (else found out): {string.Join(", ", all)}",
            HelpName = "code",
        };
        option.AcceptOnlyFromAmong(all);
        return option;
    }
}
