using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Orders;

/// <summary>What was told wrong: <c>order correct</c>, <c>portfolio event correct</c> and <c>portfolio correct-mark</c>.</summary>
internal static class RecordCorrectionCommands
{
    public static Command Fill(CommandRunner runner)
    {
        var wrong = new Argument<string>("FILL") { Description = "Id of the wrong fill" };
        var right = new Option<string?>("--replace-with")
        {
            Description = "Id of the right fill, with --asset, --side, --quantity, --price (else nothing takes its place)", HelpName = "id",
        };
        var asset = new Option<string?>("--asset") { Description = "Asset of the right fill", HelpName = "id" };
        var side = ChoiceOption.Optional<OrderSide>("--side", "buy or sell", "side");
        var quantity = NumberOption.Of("--quantity", "Units executed", "units", required: false);
        var price = NumberOption.Signed("--price", "Price per unit, in the asset's currency", "price", required: false);
        var fee = NumberOption.OrZero("--fee", "Fee, in the same currency", "amount");
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "When it was executed (else when the wrong one was)", HelpName = "time",
        };
        var orderId = new Option<string?>("--order-id") { Description = "Its order (else that of the wrong one)", HelpName = "id" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what it would do; nothing is recorded" };
        var (id, reason, portfolio) = (Id(), Reason(), PortfolioOption.Of());
        var command = new Command("correct", "Take a wrong fill back, or put the right one in its place")
        {
            wrong, right, asset, side, quantity, price, fee, orderId, at, dryRun, id, reason, portfolio,
        };
        command.Validators.Add(result =>
        {
            string[] missing =
            [
                .. new Option[] { asset, side, quantity, price }.Where(option => result.GetResult(option) is null)
                    .Select(option => option.Name),
            ];
            if (result.GetResult(right) is not null && missing.Length > 0)
            {
                result.AddError($"The right fill is known by all of it: give {string.Join(", ", missing)} beside --replace-with.");
            }
        });
        return runner.Dangerous(
            command,
            call => call.Get(dryRun) ? null : $"Days, trades and equity become what they would have been without {call.Get(wrong)}.",
            async (call, client) =>
        {
            var correctionId = call.Get(id) ?? Guid.NewGuid().ToString("N");
            call.RepeatWith = $"--correction-id {correctionId}";
            var replacement = call.Get(right) is { } rightId
                ? new FillBody(
                    rightId, call.Get(asset) ?? "", call.Get(side) ?? (OrderSide)(-1), call.Get(quantity) ?? 0, call.Get(price) ?? 0,
                    call.Get(fee) ?? 0, call.Get(orderId), call.Get(at), Confirmed: Confirmation.IsGiven(call))
                : null;
            var body = new FillCorrectionBody(correctionId, replacement, call.Arguments.GetRequiredValue(reason));
            var (owner, fill) = (PortfolioOption.IdIn(call, portfolio), call.Get(wrong));
            var answer = call.Get(dryRun)
                ? await client.Orders.DryCorrectFillAsync(owner, fill, body, call.CancellationToken)
                : await client.Orders.CorrectFillAsync(owner, fill, body, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.CorrectionAnswer, OrderPages.Correction);
            return ExitCodes.Done;
        });
    }

    public static Command Event(CommandRunner runner)
    {
        var wrong = new Argument<string>("EVENT") { Description = "Id of the wrong event, e.g. of a split" };
        var (id, reason, portfolio) = (Id(), Reason(), PortfolioOption.Of());
        var command = new Command("correct", "Take a wrong event back: the book is as if it had not been") { wrong, id, reason, portfolio };
        return runner.Dangerous(
            command, call => $"Days, trades and equity become what they would have been without {call.Get(wrong)}.", async (call, client) =>
        {
            var correctionId = call.Get(id) ?? Guid.NewGuid().ToString("N");
            call.RepeatWith = $"--correction-id {correctionId}";
            var answer = await client.Book.CorrectEventAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(wrong),
                new EventCorrectionBody(correctionId, call.Arguments.GetRequiredValue(reason)), call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.CorrectionAnswer, OrderPages.Correction);
            return ExitCodes.Done;
        });
    }

    public static Command Mark(CommandRunner runner)
    {
        var asset = new Argument<string>("ASSET") { Description = "Asset id, e.g. NVDA" };
        var from = new Option<DateTimeOffset>("--from")
        {
            Description = "Time of the first wrong mark", HelpName = "time", Required = true,
        };
        var to = new Option<DateTimeOffset?>("--to") { Description = "Time of the last one (else the first)", HelpName = "time" };
        var price = NumberOption.Of("--price", "The right price (else the marks are left out)", "price", required: false);
        var (id, reason, portfolio) = (Id(), Reason(), PortfolioOption.Of());
        var command = new Command("correct-mark", "Take wrong marks back: equity, peak and drawdown are as without them")
        {
            asset, from, to, price, id, reason, portfolio,
        };
        return runner.Dangerous(
            command, call => $"Equity, peak and drawdown become what they would have been without these marks of {call.Get(asset)}.",
            async (call, client) =>
        {
            var correctionId = call.Get(id) ?? Guid.NewGuid().ToString("N");
            call.RepeatWith = $"--correction-id {correctionId}";
            var first = call.Arguments.GetRequiredValue(from);
            var correction = new MarkCorrectionBody(
                correctionId, call.Get(asset), first, call.Get(to) ?? first, call.Get(price), call.Arguments.GetRequiredValue(reason),
                Confirmation.IsGiven(call));
            var answer = await client.Orders.CorrectMarkAsync(PortfolioOption.IdIn(call, portfolio), correction, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.CorrectionAnswer, OrderPages.Correction);
            return ExitCodes.Done;
        });
    }

    private static Option<string?> Id() =>
        new("--correction-id") { Description = "Your id: the same again changes nothing (else a new one)", HelpName = "id" };

    private static Option<string> Reason() => new("--reason") { Description = "Why, for the log", HelpName = "text", Required = true };
}
