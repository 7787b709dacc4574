using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>What every event has, and how it is sent.</summary>
internal sealed class EventOptions
{
    private readonly Option<string?> _id =
        new("--event-id") { Description = "Your id: the same again changes nothing (else a new one)", HelpName = "id" };

    private readonly Option<DateTimeOffset?> _at = new("--at") { Description = "From when it holds (else now)", HelpName = "time" };

    private readonly Option<string?> _currency =
        new("--currency") { Description = "Currency of the amounts (else the asset's, or US dollars)", HelpName = "code" };

    private readonly Option<decimal?> _rate =
        NumberOption.Of("--rate", "Worth of a unit of it in US dollars (else the known conversion)", "rate", required: false);

    private readonly Option<string?> _strategy =
        new("--strategy") { Description = "Whose it is (else shared by what each holds)", HelpName = "id" };

    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the log", HelpName = "text" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Tell what it would do; nothing is recorded" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Take it although it is hard to believe" };

    private readonly Option<string> _portfolio = PortfolioOption.Of();

    /// <summary>An event with what is given for every kind.</summary>
    public BookEventBody Of(CommandCall call, BookEventKind kind)
    {
        var id = call.Get(_id) ?? Guid.NewGuid().ToString("N");
        call.RepeatWith = $"--event-id {id}";
        return new BookEventBody(id, kind, call.Get(_at), call.Get(_reason) ?? PortfolioEventPages.NameOf(kind))
        {
            Currency = call.Get(_currency), Rate = call.Get(_rate), StrategyId = call.Get(_strategy),
            Confirmed = call.Get(_yes),
        };
    }

    /// <summary>The command that sends what <paramref name="eventOf"/> makes of a call.</summary>
    public Command Run(CommandRunner runner, Command command, Func<CommandCall, BookEventBody> eventOf)
    {
        foreach (var option in new Option[] { _id, _at, _currency, _rate, _strategy, _reason, _dryRun, _yes, _portfolio })
        {
            command.Add(option);
        }

        return runner.Online(command, async (call, client) =>
        {
            var (portfolio, happened) = (PortfolioOption.IdIn(call, _portfolio), eventOf(call));
            var answer = call.Get(_dryRun)
                ? await client.Book.DryRecordEventAsync(portfolio, happened, call.CancellationToken)
                : await client.Book.RecordEventAsync(portfolio, happened, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.BookEventAnswer, PortfolioEventPages.Event);
            return ExitCodes.Done;
        });
    }
}
