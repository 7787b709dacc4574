using System.CommandLine;
using System.Text.Json;
using OrleansAssets.Cli;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Tests.Console;

/// <summary>Every number of every command has one form: what is a number elsewhere, or may be another one, is refused.</summary>
public sealed class NumberOptionTests
{
    private static readonly string[] Refused =
        ["0,01", "1000,50", "1.000,50", "1,000.50", "1e30", "1e-3", "+5", "-5", "0", "", " 5", "0x10", "5 %"];

    /// <summary>A broker's fee may be 0, and what is delisted may be worth nothing.</summary>
    private static readonly string[] ZeroIsMeant =
        ["order fill --fee", "order correct --fee", "portfolio event delisting --per-unit"];

    /// <summary>Some futures traded below 0.</summary>
    private static readonly string[] SignIsMeant = ["order fill --price", "order correct --price"];

    public static TheoryData<string, string> Options
    {
        get
        {
            var found = new TheoryData<string, string>();
            foreach (var (path, command) in Commands(Tree(), ""))
            {
                foreach (var option in command.Options.Where(option => option.ValueType == typeof(decimal?)))
                {
                    found.Add(path, option.Name);
                }
            }

            return found;
        }
    }

    public static TheoryData<string> Arguments =>
    [
        .. Commands(Tree(), "").Where(one => one.Command.Arguments.Any(argument => argument.ValueType == typeof(decimal?)))
            .Select(one => one.Path),
    ];

    [Fact]
    public void Numbers_OfAllCommands_AreThoseOfTheOneParser()
    {
        string[] other = [.. Commands(Tree(), "").SelectMany(one => one.Command.Options
            .Where(option => new[] { typeof(decimal), typeof(double), typeof(double?) }.Contains(option.ValueType))
            .Select(option => $"{one.Path} {option.Name}"))];

        Assert.Empty(other);
        Assert.True(Options.Count >= 15, $"{Options.Count} options take numbers.");
        Assert.NotEmpty(Arguments);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Option_InAnotherForm_IsRefusedByNameAndValue(string command, string option)
    {
        var isZeroMeant = ZeroIsMeant.Contains($"{command} {option}");
        var isSignMeant = SignIsMeant.Contains($"{command} {option}");
        var bound = isZeroMeant ? "" : isSignMeant ? " other than 0" : " above 0";
        foreach (var text in Refused.Where(text => (text != "0" || !isZeroMeant) && (text != "-5" || !isSignMeant)))
        {
            var errors = Tree().Parse([.. command.Split(' '), $"{option}={text}"]).Errors;

            Assert.Contains(errors, error => error.Message.Contains(
                    $"{option} '{text}' must be a number{bound} in", StringComparison.Ordinal)
                || (text.Length == 0 && error.Message.Contains(option, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Option_InDigitsWithAPoint_IsRead(string command, string option)
    {
        foreach (var text in (string[])["5", "0.01", "1000.50", "0005"])
        {
            var errors = Tree().Parse([.. command.Split(' '), $"{option}={text}"]).Errors;

            Assert.DoesNotContain(errors, error => error.Message.Contains("must be a number", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Zero_WhereItIsMeant_IsRead()
    {
        foreach (var option in ZeroIsMeant)
        {
            var errors = Tree().Parse([.. $"{option}=0".Split(' ')]).Errors;

            Assert.DoesNotContain(errors, error => error.Message.Contains("must be a number", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void PriceBelowNothing_WhereItIsMeant_IsRead()
    {
        foreach (var option in SignIsMeant)
        {
            var errors = Tree().Parse([.. $"{option}=-37.63".Split(' ')]).Errors;

            Assert.DoesNotContain(errors, error => error.Message.Contains("must be a number", StringComparison.Ordinal));
        }
    }

    /// <summary>A dividend for each unit of a long position was booked as received, whatever --paid said.</summary>
    [Fact]
    public void Paid_BesideADividendForEachUnit_IsRefused()
    {
        const string Told = "--paid belongs to --amount";
        string[] dividend = ["portfolio", "event", "dividend", "NVDA"];

        Assert.Contains(Tree().Parse([.. dividend, "--per-unit", "0.25", "--paid"]).Errors, error => error.Message.Contains(Told,
            StringComparison.Ordinal));
        Assert.Empty(Tree().Parse([.. dividend, "--amount", "5.625", "--paid"]).Errors);
        Assert.Empty(Tree().Parse([.. dividend, "--per-unit", "0.25"]).Errors);
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Argument_InAnotherForm_IsRefused(string command)
    {
        var found = Commands(Tree(), "").Single(one => one.Path == command).Command;
        foreach (var text in Refused.Where(text => text.Length > 0 && text[0] != '-'))
        {
            var words = found.Arguments.Select(argument => argument.ValueType == typeof(decimal?) ? text : "JPY");
            var errors = Tree().Parse([.. command.Split(' '), .. words]).Errors;

            Assert.Contains(errors, error => error.Message.Contains($"'{text}' must be a number above 0", StringComparison.Ordinal));
        }
    }

    /// <summary>No validator reads what does not parse: the answer is an error with its code, and never a stack.</summary>
    [Fact]
    public async Task WholeNumbers_OfAllCommandsInAnotherForm_AreTheCallersFault()
    {
        Type[] whole = [typeof(int), typeof(int?), typeof(long), typeof(long?)];
        var asked = 0;
        foreach (var (path, command) in Commands(Tree(), ""))
        {
            foreach (var text in (string[])["abc", "999999999999", "1.5", "-"])
            {
                foreach (var option in command.Options.Where(option => whole.Contains(option.ValueType)))
                {
                    await RefusedAsync(option.Name, [.. path.Split(' '), $"{option.Name}={text}"], text);
                }

                foreach (var argument in command.Arguments.Where(argument => whole.Contains(argument.ValueType) && text != "999999999999"))
                {
                    var words = command.Arguments.Select(one => one == argument ? text : "5");
                    await RefusedAsync(argument.Name, [.. path.Split(' '), .. words], text);
                }
            }
        }

        Assert.True(asked > 60, $"{asked} were asked.");

        async Task RefusedAsync(string name, string[] line, string text)
        {
            asked++;
            await using var error = new StringWriter();
            var exit = UsageError.Report(new CommandOutput(TextWriter.Null, error, json: true, color: false), Tree().Parse(line));

            Assert.Equal(ExitCodes.BadInput, exit);
            using var told = JsonDocument.Parse(error.ToString());
            var fault = told.RootElement.GetProperty("error");
            string?[] sentences =
            [
                fault.GetProperty("message").GetString(), .. fault.GetProperty("details").EnumerateArray().Select(one => one.GetString()),
            ];
            Assert.Equal("bad_input", fault.GetProperty("code").GetString());
            Assert.Contains(sentences, one => one?.Contains($"{name} '{text}' must be a whole number", StringComparison.Ordinal) == true);
            Assert.DoesNotContain("System.", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("BTC/USDT=-30%", true)]
    [InlineData("BTC/USDT=2.5%", true)]
    [InlineData("BTC/USDT=-2,5%", false)]
    [InlineData("BTC/USDT=1e1%", false)]
    [InlineData("BTC/USDT= 5%", false)]
    public void Shock_OfTheConsole_HasTheSameForm(string text, bool isOne) =>
        Assert.Equal(isOne, Tree().Parse(["portfolio", "what-if", text]).Errors.Count == 0);

    private static RootCommand Tree()
    {
        var options = new GlobalOptions();
        return CommandTree.Build(new CommandRunner(options, new SiloFinder(_ => null, Path.GetTempPath()), TimeProvider.System), options);
    }

    private static IEnumerable<(string Path, Command Command)> Commands(Command parent, string path) =>
        parent.Subcommands.SelectMany(command => new[] { ($"{path}{command.Name}", command) }
            .Concat(Commands(command, $"{path}{command.Name} ")));
}
