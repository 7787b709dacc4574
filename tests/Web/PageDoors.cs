using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Orleans;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Pages;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Streams;
using OrleansAssets.Tests.Support;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Tests.Web;

/// <summary>On which pages each operation is, read out of their compiled code.</summary>
internal sealed class PageDoors
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Pages = typeof(PagesRegistration).Assembly;

    /// <summary>The one way of all questions of pages, and that of all changes.</summary>
    private static readonly Type[] Ways = [typeof(PageReader), typeof(PageActions)];

    /// <summary>Operations that no method of a grain does in one answer, by what does them.</summary>
    private static readonly ImmutableArray<(Type Type, string Method, string Operation)> Others =
    [
        (typeof(SignInDoor), nameof(SignInDoor.TryAsync), "session.sign-in"),
        (typeof(AuthenticationHttpContextExtensions), nameof(AuthenticationHttpContextExtensions.SignOutAsync), "session.sign-out"),
        (typeof(PageOperator), $"get_{nameof(PageOperator.Via)}", "session.show"),
        (typeof(PreTradeChecks), $"get_{nameof(PreTradeChecks.All)}", "risk.rules"),
        (typeof(IQuoteStreamGrain), nameof(IQuoteStreamGrain.WatchAsync), "quotes.follow"),
        (typeof(IQuoteStreamGrain), nameof(IQuoteStreamGrain.WatchTradesAsync), "trades.follow"),
    ];

    private readonly ILookup<string, string> _places;

    public PageDoors()
    {
        var named = Pages.GetTypes().GroupBy(Top).ToDictionary(same => same.Key, same => same.SelectMany(Named).ToArray());
        var grains = Ways.ToDictionary(way => way, GrainMethods);
        _places = Pages.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>().Select(route => (route.Template, Type: type)))
            .SelectMany(page => Reached(page.Type, named).SelectMany(type => named[type]).SelectMany(member => Done(member, grains))
                .Select(done => (Done: done, page.Template)))
            .Distinct().ToLookup(one => one.Done, one => one.Template, StringComparer.Ordinal);
    }

    /// <summary>The pages of a grain's method (<c>IAssetGrain.SizeAsync</c>) or of an operation that no grain does, by name.</summary>
    public IEnumerable<string> Of(string name) => _places[name].Order(StringComparer.Ordinal);

    /// <summary>The parts of a page, and theirs.</summary>
    private static HashSet<Type> Reached(Type page, Dictionary<Type, object[]> named)
    {
        var reached = new HashSet<Type>();
        var open = new Stack<Type>([page]);
        while (open.TryPop(out var type))
        {
            if (!Ways.Contains(type) && reached.Add(type))
            {
                named[type].SelectMany(TypesOf).Select(Top).Where(named.ContainsKey).ToList().ForEach(open.Push);
            }
        }

        return reached;
    }

    private static IEnumerable<string> Done(object member, Dictionary<Type, ILookup<string, string>> grains) =>
        member is not MethodBase { DeclaringType: { } type } method ? []
        : grains.TryGetValue(type, out var known) ? known[method.Name]
        : Others.Where(other => other.Type == type && other.Method == method.Name).Select(other => other.Operation);

    /// <summary>What each method of a way asks grains, by way of others of the same too.</summary>
    private static ILookup<string, string> GrainMethods(Type way)
    {
        var code = Pages.GetTypes().Where(type => Top(type) == way).SelectMany(type => type.GetMethods(Everything))
            .SelectMany(method => MethodCode.Operands(method).Select(operand => (Owner: OwnerOf(method), Operand: operand)))
            .ToLookup(one => one.Owner, one => one.Operand, StringComparer.Ordinal);
        return code.SelectMany(one => AskedBy(one.Key, []).Select(asked => (one.Key, Asked: asked)))
            .Distinct().ToLookup(one => one.Key, one => one.Asked, StringComparer.Ordinal);

        IEnumerable<string> AskedBy(string owner, ImmutableHashSet<string> above) => above.Contains(owner) ? [] : code[owner]
            .OfType<MethodInfo>().SelectMany(called => typeof(IGrain).IsAssignableFrom(called.DeclaringType)
                ? [$"{called.DeclaringType!.Name}.{called.Name}"] // it has one
                : called.DeclaringType == way ? AskedBy(called.Name, above.Add(owner)) : []);
    }

    /// <summary>The method in whose body the compiler found this one: itself, or that of a lambda or of a state machine.</summary>
    private static string OwnerOf(MethodInfo method)
    {
        var name = method.Name.StartsWith('<') ? method.Name : method.DeclaringType!.Name; // a method of a type has one
        return name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : method.Name;
    }

    private static IEnumerable<object> Named(Type type) => type.GetMethods(Everything).Cast<MethodBase>()
        .Concat(type.GetConstructors(Everything)).SelectMany(MethodCode.Operands);

    private static IEnumerable<Type> TypesOf(object member) => member switch
    {
        MethodInfo { IsGenericMethod: true } method => [.. method.GetGenericArguments(), method.DeclaringType!], // it has one
        Type type => [type],
        MemberInfo { DeclaringType: { } type } => [type],
        _ => [],
    };

    private static Type Top(Type type)
    {
        var top = type;
        while (top.DeclaringType is { } around)
        {
            top = around;
        }

        return top.IsGenericType ? top.GetGenericTypeDefinition() : top;
    }
}
