using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Assets;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Assets;

/// <summary>
/// <c>list</c>, <c>conversions</c>, <c>show</c>, <c>enable</c>, <c>disable</c>, <c>size</c> and <c>accept-quote</c>.
/// </summary>
internal static class AssetCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) =>
    [
        List(runner), Conversions(runner), Show(runner), Switch(runner, enabled: true), Switch(runner, enabled: false), Size(runner),
        AcceptQuote(runner),
    ];

    private static Argument<string> AssetArgument() => new("ASSET") { Description = "Asset id, e.g. BTC/USDT or NVDA" };

    private static Command List(CommandRunner runner)
    {
        var classId = new Option<string?>("--class") { Description = "Only assets of this class", HelpName = "class" };
        var enabled = new Option<bool>("--enabled") { Description = "Only enabled assets" };
        var command = new Command("list", "List the assets") { classId, enabled };
        return runner.Online(command, async (call, client) =>
        {
            var wanted = call.Get(classId);
            var assets = await client.Catalogue.GetAssetsAsync(call.CancellationToken);
            if (wanted is not null)
            {
                var known = assets.Select(asset => asset.Definition.ClassId).Distinct(StringComparer.Ordinal).ToList();
                if (!known.Contains(wanted))
                {
                    return call.Output.Fail(CommandError.NotFound(
                        $"There is no class '{wanted}'; {NameHints.Hint(wanted, known)}"));
                }

                assets = [.. assets.Where(asset => asset.Definition.ClassId == wanted)];
            }

            assets = call.Get(enabled) ? [.. assets.Where(asset => asset.Enabled)] : assets;
            call.Output.Answer(assets, ApiJson.Form.ImmutableArrayAssetView, AssetPages.List(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Conversions(CommandRunner runner) => runner.Online(
        new Command("conversions", "List the pairs that are collected for their rates and never traded"), async (call, client) =>
        {
            var pairs = await client.Catalogue.GetConversionsAsync(call.CancellationToken);
            call.Output.Answer(pairs, ApiJson.Form.ImmutableArrayAssetView, AssetPages.Conversions(call.Now));
            return ExitCodes.Done;
        });

    private static Command Show(CommandRunner runner)
    {
        var id = AssetArgument();
        return runner.Online(new Command("show", "Show an asset: definition, risk, last quote, freshness") { id }, async (call, client) =>
        {
            var asset = await client.Asset.GetAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(asset, ApiJson.Form.AssetView, AssetPages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Switch(CommandRunner runner, bool enabled)
    {
        var id = AssetArgument();
        var command = enabled
            ? new Command("enable", "Enable an asset: it is collected and may be traded") { id }
            : new Command("disable", "Disable an asset: it is neither collected nor traded") { id };
        return runner.Online(command, async (call, client) =>
        {
            var asset = await client.Asset.SetEnabledAsync(call.Get(id), new Switch(enabled), call.CancellationToken);
            call.Output.Answer(asset, ApiJson.Form.AssetView, AssetPages.Switched);
            return ExitCodes.Done;
        });
    }

    private static Command AcceptQuote(CommandRunner runner)
    {
        var id = AssetArgument();
        var reason = new Option<string>("--reason") { Description = "How it was checked, for the log", HelpName = "text", Required = true };
        var command = new Command("accept-quote", "Take the newest quote that is held back for what the market says") { id, reason };
        return runner.Online(command, async (call, client) =>
        {
            var asset = await client.Asset.AcceptQuoteAsync(call.Get(id), new Why(call.Get(reason)!), call.CancellationToken);
            call.Output.Answer(asset, ApiJson.Form.AssetView, AssetPages.Accepted);
            return ExitCodes.Done;
        });
    }

    private static Command Size(CommandRunner runner)
    {
        var id = AssetArgument();
        var portfolio = NumberOption.Of("--portfolio", "Portfolio value in US dollars", "usd", required: true);
        var price = NumberOption.Of("--price", "Price per unit (else the middle of the last quote)", "price", required: false);
        var command = new Command("size", "Size a position, with every rule that was applied") { id, portfolio, price };
        return runner.Online(command, async (call, client) =>
        {
            var value = call.Arguments.GetRequiredValue(portfolio)!.Value; // the option is required
            var answer = await client.Asset.SizeAsync(call.Get(id), value, call.Get(price), call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.SizeAnswer, SizePage.Show);
            return ExitCodes.Done;
        });
    }
}
