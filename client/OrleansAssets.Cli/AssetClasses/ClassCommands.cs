using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.AssetClasses;

/// <summary><c>classes</c> and <c>classes show</c>.</summary>
internal static class ClassCommands
{
    public static Command Build(CommandRunner runner)
    {
        var id = new Argument<string>("CLASS") { Description = "Class id, e.g. crypto" };
        var show = runner.Online(new Command("show", "Show a class: limits and members") { id }, async (call, client) =>
        {
            var view = await client.AssetClass.GetAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(view, ApiJson.Form.AssetClassView, ClassPages.Show);
            return ExitCodes.Done;
        });
        return runner.Online(new Command("classes", "List the asset classes and their limits") { show }, async (call, client) =>
        {
            var classes = await client.Catalogue.GetClassesAsync(call.CancellationToken);
            call.Output.Answer(classes, ApiJson.Form.ImmutableArrayAssetClassView, ClassPages.List);
            return ExitCodes.Done;
        });
    }
}
