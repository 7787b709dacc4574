using System.Reflection;
using System.Text.RegularExpressions;
using OrleansAssets.Api;
using OrleansAssets.Tests.Support;
using Refit;

namespace OrleansAssets.Tests.Web;

/// <summary>The typed client has each operation of the table, at its address and with its method, and nothing else.</summary>
public sealed partial class ApiClientTests
{
    private const int MatchMs = 1_000;

    /// <summary>Operations that the typed client does not have, and why.</summary>
    private static readonly Dictionary<string, string> WithoutMethod = new(StringComparer.Ordinal)
    {
        ["session.sign-in"] = "a cookie, for pages",
        ["session.sign-out"] = "a cookie, for pages",
        ["events.follow"] = "a stream, for whoever reads server-sent events",
        ["quotes.follow"] = "a stream, for whoever reads server-sent events",
        ["trades.follow"] = "a stream, for whoever reads server-sent events",
    };

    [Fact]
    public void Methods_OfTheTypedClient_AreTheOperationsOfTheTable()
    {
        var operations = File.ReadLines(RepositoryFiles.PathOf("docs", "operation-table.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => !WithoutMethod.ContainsKey(cells[1].Trim('`')))
            .Select(cells => Plain(cells[3].Trim('`')));

        var methods = typeof(AssetsApi).GetProperties().Select(property => property.PropertyType).Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<HttpMethodAttribute>()!) // the generator refuses a method without
            .Select(address => Plain($"{address.Method} {AssetsApi.Root}{address.Path}"));

        Assert.Equal(operations.Order(StringComparer.Ordinal), methods.Order(StringComparer.Ordinal));
    }

    private static string Plain(string address) => Parameter().Replace(address, "{}");

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Parameter();
}
