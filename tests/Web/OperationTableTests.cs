using System.CommandLine;
using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Client;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Tests.Web;

/// <summary>
/// Every operation, its doors and who may use them, in docs/operation-table.md: written from the code (APPROVE=1), and complete.
/// </summary>
[Collection(WebSilo.Name)]
public sealed class OperationTableTests(WebSilo silo)
{
    /// <summary>Methods of grains that other services call and that have no address of their own, and why.</summary>
    private static readonly Dictionary<string, string> WithoutAddress = new(StringComparer.Ordinal)
    {
        [$"{nameof(IPortfolioGrain)}.{nameof(IPortfolioGrain.WatchModeAsync)}"] = "a stream of the grain client",
        [$"{nameof(IImportGrain)}.{nameof(IImportGrain.AddTradesAsync)}"] = "what the foreign ones do too",
        [$"{nameof(IAccessGrain)}.{nameof(IAccessGrain.VerifyAsync)}"] = "what a door asks itself",
        [$"{nameof(IAccessGrain)}.{nameof(IAccessGrain.NoteAsync)}"] = "what a door tells itself",
    };

    /// <summary>Operations that the console has no command for, and why.</summary>
    private static readonly Dictionary<string, string> WithoutCommand = new(StringComparer.Ordinal)
    {
        ["quotes.follow"] = "a stream for programs; 'top' and 'data quote' show what came of it",
        ["session.sign-in"] = "a cookie, for pages",
        ["session.sign-out"] = "a cookie, for pages",
        ["trades.follow"] = "a stream for programs",
    };

    private const string PartOfAnImport = "a step of an import, which the console and programs send";
    private const string NotYet = "no page has it yet: the console and the API do";

    /// <summary>Operations that are on no page, and why. One that gets a page leaves the list.</summary>
    private static readonly Dictionary<string, string> WithoutPage = new(StringComparer.Ordinal)
    {
        ["configuration.show"] = NotYet,
        ["configuration.versions"] = NotYet,
        ["data.kept-quotes"] = NotYet,
        ["decisions.find"] = NotYet,
        ["events.list"] = NotYet,
        ["fills.list"] = NotYet,
        ["flows.list"] = NotYet,
        ["imports.abort"] = PartOfAnImport,
        ["imports.begin"] = PartOfAnImport,
        ["imports.candles"] = PartOfAnImport,
        ["imports.commit"] = PartOfAnImport,
        ["imports.dry-run"] = PartOfAnImport,
        ["imports.equity"] = PartOfAnImport,
        ["imports.events"] = PartOfAnImport,
        ["imports.fills"] = PartOfAnImport,
        ["imports.show"] = PartOfAnImport,
        ["imports.trades"] = PartOfAnImport,
        ["performance.measure"] = "what performance.details, which the page asks for, holds too",
    };

    private const int PagesShown = 2;

    private static readonly PageDoors Doors = new();

    private static readonly string Path = RepositoryFiles.PathOf("docs", "operation-table.md");

    private IEnumerable<(Operation Operation, RouteEndpoint Endpoint)> Operations => silo.Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<Operation>() is not null)
        .Select(endpoint => (endpoint.Metadata.GetMetadata<Operation>()!, endpoint)); // it has one

    [Fact]
    public void Table_InTheDocumentation_IsThatOfTheCode()
    {
        var table = $"""
            # Operations, their doors, and who may use them

            Each role may do all that those before it may: viewer, trader, operator, admin. The grain client's methods take the same roles.
            Where several pages have an operation, those with the shortest addresses are named.

            | operation | role | REST | grain client | console | page |
            |---|---|---|---|---|---|
            {string.Join('\n', Operations.OrderBy(one => one.Operation.Name, StringComparer.Ordinal).Select(Row))}

            """;
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(Path, table);
        }

        Assert.Equal(table, File.Exists(Path) ? File.ReadAllText(Path) : "");
    }

    [Fact]
    public void Names_OfOperations_AreGivenOnce() =>
        Assert.All(Operations.GroupBy(one => one.Operation.Name, StringComparer.Ordinal), same => Assert.Single(same));

    [Fact]
    public void Commands_OfOperations_AreThoseOfTheConsole()
    {
        var commands = Paths(HelpTests.Tree(), "").ToHashSet(StringComparer.Ordinal);

        Assert.All(
            Operations.Select(one => one.Operation).Where(operation => operation.Command is not null),
            operation => Assert.True(commands.Contains(operation.Command!), $"{operation.Name}: '{operation.Command}'")); // there is one
    }

    [Fact]
    public void Operations_WithoutACommandOrAPage_AreThoseThatSayWhy()
    {
        var all = Operations.Select(one => one.Operation).ToArray();

        Assert.Equal(WithoutCommand.Keys.Order(StringComparer.Ordinal), Named(one => one.Command is null));
        Assert.Equal(
            WithoutPage.Keys.Order(StringComparer.Ordinal),
            Named(one => !Doors.Of(one.Grain is { } grain ? NameOf(grain) : one.Name).Any()));

        IEnumerable<string> Named(Func<Operation, bool> isSo) =>
            all.Where(isSo).Select(one => one.Name).Order(StringComparer.Ordinal);
    }

    /// <summary>What a page may not be without: whoever looks at it must be able to do so there.</summary>
    [Theory]
    [InlineData("IPortfolioGrain.HaltAsync", "/stop")]
    [InlineData("IPortfolioGrain.ResetAsync", "/stop/reset")]
    [InlineData("IPhaseGrain.PlanAsync", "/phases/{Id}")]
    [InlineData("IPhaseGrain.ActivateAsync", "/phases/{Id}")]
    [InlineData("IPhaseGrain.ApproveAsync", "/phases/{Id}")]
    [InlineData("IPortfolioGrain.ReplayDecisionAsync", "/decisions/{Id}")]
    [InlineData("IAccessGrain.RevokeAsync", "/settings")]
    [InlineData("IPortfolioGrain.ReportOrderAsync", "/portfolio/order")]
    [InlineData("IPortfolioGrain.ReleaseAsync", "/portfolio/order")]
    [InlineData("IPortfolioGrain.MoveStopAsync", "/portfolio/stop")]
    [InlineData("IPortfolioGrain.AcceptFillAsync", "/portfolio/unseen")]
    [InlineData("IPortfolioGrain.DrillAsync", "/risk/drill")]
    [InlineData("IDataSourceGrain.CollectNowAsync", "/sources/collect")]
    [InlineData("IAssetGrain.SetEnabledAsync", "/assets/switch")]
    [InlineData("IAssetGrain.AcceptQuoteAsync", "/assets/quote")]
    [InlineData("IRiskModelGrain.RefreshAsync", "/risk/measure")]
    [InlineData("IDataSourceGrain.CheckAsync", "/sources/{Id}")]
    [InlineData("quotes.follow", "/sources/{Id}")]
    [InlineData("IPortfolioGrain.RecordFillAsync", "/portfolio/fill")]
    [InlineData("IPortfolioGrain.CorrectFillAsync", "/portfolio/correct-fill")]
    [InlineData("IPortfolioGrain.RecordEventAsync", "/portfolio/event")]
    [InlineData("IPortfolioGrain.CorrectEventAsync", "/portfolio/correct-event")]
    [InlineData("IPortfolioGrain.CorrectMarkAsync", "/portfolio/correct-mark")]
    [InlineData("IPortfolioGrain.StateRateAsync", "/portfolio/rate")]
    [InlineData("IPortfolioGrain.FindOrdersAsync", "/portfolio/orders")]
    [InlineData("ICatalogueGrain.GetPortfoliosAsync", "/portfolios")]
    [InlineData("session.sign-in", "/sign-in")]
    public void Pages_OfWhatPeopleDoThere_HaveIt(string done, string page) => Assert.Contains(page, Doors.Of(done));

    /// <summary>What the client library offers, anybody can do by REST: an operation is not forgotten.</summary>
    [Fact]
    public void Methods_OfTheGrainClient_EachHaveAnAddress()
    {
        var reached = Operations.Select(one => one.Operation.Grain).OfType<MethodInfo>().Select(NameOf).ToHashSet(StringComparer.Ordinal);

        var forgotten = typeof(OrleansAssetsClient).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(member => member is PropertyInfo property ? property.PropertyType : (member as MethodInfo)?.ReturnType)
            .Append(typeof(IAccessGrain)).OfType<Type>().Where(type => typeof(IGrain).IsAssignableFrom(type)).Distinct()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(QuestionAttribute)) || method.IsDefined(typeof(RepeatableAttribute))
                || method.IsDefined(typeof(NeedsAttribute)))
            .Select(NameOf).Except(reached, StringComparer.Ordinal).Except(WithoutAddress.Keys, StringComparer.Ordinal);

        Assert.Empty(forgotten.Order(StringComparer.Ordinal));
    }

    private static string Row((Operation Operation, RouteEndpoint Endpoint) one)
    {
        var (operation, endpoint) = one;
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(); // an operation has one
        var grain = operation.Grain is { } called ? $"`{NameOf(called)}`" : "";
        var command = operation.Command is { } text ? $"`{text}`" : "";
        var address = $"`{method} {endpoint.RoutePattern.RawText?.TrimEnd('/')}`";
        var pages = Doors.Of(operation.Grain is { } done ? NameOf(done) : operation.Name).OrderBy(page => page.Length)
            .ThenBy(page => page, StringComparer.Ordinal).ToArray();
        var page = string.Join(", ", pages.Take(PagesShown).Select(one => $"`{one}`")) + (pages.Length > PagesShown ? " and others" : "");
        return $"| `{operation.Name}` | {RolePolicies.Of(operation.Role)} | {address} | {grain} | {command} | {page} |";
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}"; // an interface declares it

    private static IEnumerable<string> Paths(Command command, string before) => command.Subcommands.SelectMany(
        one => Paths(one, $"{before} {one.Name}".Trim()).Prepend($"{before} {one.Name}".Trim()));
}
