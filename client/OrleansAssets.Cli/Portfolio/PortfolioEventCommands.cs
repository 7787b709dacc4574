using System.CommandLine;
using OrleansAssets.Cli.Orders;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Portfolio;

/// <summary><c>portfolio event</c>: what happened to a position or to cash without a trade.</summary>
internal static class PortfolioEventCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) =>
    [
        new Command("event", "Record what happened without a trade: a split, a dividend, a fee")
        {
            Split(runner),
            SymbolChange(runner),
            Delisting(runner),
            Dividend(runner),
            Signed(runner, "interest", "Interest on cash: an income, or a cost with --paid", BookEventKind.Interest, ofAsset: false),
            Signed(
                runner, "financing", "Swap or funding of a position: an income, or a cost with --paid", BookEventKind.Financing,
                ofAsset: true),
            Paid(runner, "borrow-fee", "A fee for what is borrowed to be sold short", BookEventKind.BorrowFee, ofAsset: true, sign: -1),
            Paid(runner, "fee", "A fee that belongs to no fill", BookEventKind.Fee, ofAsset: false, sign: -1),
            Paid(runner, "rebate", "A fee that is given back", BookEventKind.Rebate, ofAsset: false, sign: 1),
            RecordCorrectionCommands.Event(runner),
        },
    ];

    private static Command Split(CommandRunner runner)
    {
        var (asset, options) = (AssetArgument(), new EventOptions());
        var news = new Argument<int>("NEW") { Description = "New units, e.g. 10 of a split 10 for 1" };
        var olds = new Argument<int>("OLD") { Description = "Old units that they take the place of, e.g. 1" };
        var inLieu = NumberOption.Of("--in-lieu", "What was paid in all for the fraction that is left (else the mark)", "amount", false);
        var command = new Command("split", "A split or a reverse split: no profit and no loss") { asset, news, olds, inLieu };
        return options.Run(runner, command, call => options.Of(call, BookEventKind.Split) with
        {
            AssetId = call.Get(asset), NewUnits = call.Get(news), OldUnits = call.Get(olds), Amount = call.Get(inLieu),
        });
    }

    private static Command SymbolChange(CommandRunner runner)
    {
        var (asset, options) = (AssetArgument(), new EventOptions());
        var renamed = new Argument<string>("NEW-ASSET") { Description = "Asset id from then on" };
        return options.Run(
            runner, new Command("symbol-change", "An asset goes on under another id") { asset, renamed },
            call => options.Of(call, BookEventKind.SymbolChange) with { AssetId = call.Get(asset), NewAssetId = call.Get(renamed) });
    }

    private static Command Delisting(CommandRunner runner)
    {
        var (asset, options) = (AssetArgument(), new EventOptions());
        var perUnit = NumberOption.OrZero("--per-unit", "What each unit is paid, 0 for nothing (else nothing)", "amount");
        return options.Run(
            runner, new Command("delisting", "What is held of an asset ends, for a price or for nothing") { asset, perUnit },
            call => options.Of(call, BookEventKind.Delisting) with { AssetId = call.Get(asset), PerUnit = call.Get(perUnit) ?? 0 });
    }

    private static Command Dividend(CommandRunner runner)
    {
        var (asset, options) = (AssetArgument(), new EventOptions());
        var perUnit = NumberOption.Of("--per-unit", "For each unit that is held; a short position pays it", "amount", required: false);
        var amount = NumberOption.Of("--amount", "In all, instead", "amount", required: false);
        var paid = new Option<bool>("--paid") { Description = "The amount in all was paid, for a short position" };
        var withheld = NumberOption.Of("--withheld", "Tax kept back, for each unit or in all likewise", "amount", required: false);
        var command = new Command("dividend", "A dividend of what is held at its ex-date") { asset, perUnit, amount, paid, withheld };
        command.Validators.Add(result =>
        {
            if (result.GetResult(paid) is { Implicit: false } && result.GetResult(perUnit) is not null)
            {
                result.AddError(
                    "--paid belongs to --amount: a dividend for each unit is received for what is held long, and paid for what is held "
                    + "short.");
            }
        });
        return options.Run(
            runner, command,
            call => options.Of(call, BookEventKind.Dividend) with
            {
                AssetId = call.Get(asset), PerUnit = call.Get(perUnit), Amount = call.Get(paid) ? -call.Get(amount) : call.Get(amount),
                Withheld = call.Get(withheld) ?? 0,
            });
    }

    private static Command Signed(CommandRunner runner, string name, string description, BookEventKind kind, bool ofAsset)
    {
        var (asset, amount, options) = (AssetArgument(), NumberOption.Argument("AMOUNT", "More than 0"), new EventOptions());
        var paid = new Option<bool>("--paid") { Description = "It was paid, not received" };
        var withheld = NumberOption.Of("--withheld", "Tax kept back of interest", "amount", required: false);
        var command = ofAsset
            ? new Command(name, description) { asset, amount, paid }
            : new Command(name, description) { amount, paid, withheld };
        return options.Run(runner, command, call => options.Of(call, kind) with
        {
            AssetId = ofAsset ? call.Get(asset) : null,
            Amount = call.Get(paid) ? -call.Get(amount) : call.Get(amount),
            Withheld = ofAsset ? 0 : call.Get(withheld) ?? 0,
        });
    }

    private static Command Paid(CommandRunner runner, string name, string description, BookEventKind kind, bool ofAsset, int sign)
    {
        var (asset, amount, options) = (AssetArgument(), NumberOption.Argument("AMOUNT", "More than 0"), new EventOptions());
        var of = new Option<string?>("--asset") { Description = "The asset that it is of (else of the portfolio)", HelpName = "id" };
        var command = ofAsset ? new Command(name, description) { asset, amount } : new Command(name, description) { amount, of };
        return options.Run(runner, command, call => options.Of(call, kind) with
        {
            AssetId = ofAsset ? call.Get(asset) : call.Get(of), Amount = sign * call.Get(amount),
        });
    }

    private static Argument<string> AssetArgument() => new("ASSET") { Description = "Asset id, e.g. NVDA" };
}
