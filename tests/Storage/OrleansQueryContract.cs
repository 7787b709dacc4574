using System.Collections.Immutable;
using System.Data;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>What an ADO.NET provider of Orleans asks for by one query: read from the code of its assembly.</summary>
/// <param name="Parameters">Names of the parameters that it sets, in each way in which it asks: one of them is by this key.</param>
/// <param name="Columns">Names of the result's columns that it reads.</param>
internal sealed record QueryDemand(
    string Provider, string Key, ImmutableArray<ImmutableSortedSet<string>> Parameters, ImmutableSortedSet<string> Columns);

/// <summary>Reads the demands of a provider. It has no list of them: names stand as texts in the code that uses them.</summary>
/// <remarks>
/// A method of a provider asks by one query. From it, through the lambdas and helpers of its own, all code is reached that sets parameters
/// (it has a command) and that reads rows (it has a record); the texts there that look like names are the names.
/// </remarks>
internal sealed partial class OrleansQueryContract
{
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A cleared row is kept or deleted as an option says; the code asks by either.</summary>
    private static readonly ImmutableDictionary<string, string> StorageKeys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["WriteToStorage"] = "WriteToStorageKey",
        ["ReadFromStorage"] = "ReadFromStorageKey",
        ["ClearState"] = "ClearStorageKey",
        ["DeleteState"] = "DeleteStorageKey",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly Assembly _assembly;
    private readonly ImmutableHashSet<MethodBase> _users;
    private readonly HashSet<MethodBase> _seen = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<HashSet<string>> _parameters = [];
    private readonly HashSet<string> _columns = new(StringComparer.OrdinalIgnoreCase);

    private OrleansQueryContract(Assembly assembly, ImmutableHashSet<MethodBase> users) => (_assembly, _users) = (assembly, users);

    private enum Use
    {
        None = 0,
        Parameters = 1,
        Columns = 2,
    }

    /// <summary>The demands of clustering and of reminders, whose queries have one list and one user.</summary>
    public static ImmutableArray<QueryDemand> OfQueries(string assemblyName)
    {
        var assembly = Assembly.Load(assemblyName);
        var users = assembly.GetTypes().Single(type => type.Name == "RelationalOrleansQueries");
        return Of(assembly, users.GetMethods(All).Where(method => typeof(Task).IsAssignableFrom(method.ReturnType)));
    }

    /// <summary>The demands of the state storage.</summary>
    public static ImmutableArray<QueryDemand> OfStorage(string assemblyName)
    {
        var assembly = Assembly.Load(assemblyName);
        var users = assembly.GetTypes().Single(type => type.Name == "AdoNetGrainStorage");
        return Of(
            assembly, users.GetMethods(All).Where(method => method.Name is "ReadStateAsync" or "WriteStateAsync" or "ClearStateAsync"));
    }

    /// <summary>The keys that a provider's own list of queries has, used or not.</summary>
    public static ImmutableSortedSet<string> KeysOf(string assemblyName) =>
    [
        .. Assembly.Load(assemblyName).GetTypes().Single(type => type.Name == "DbStoredQueries").GetProperties(All)
            .Select(property => property.Name),
    ];

    // One that asks through another has the other's demands by the other's key, not by its own.
    private static ImmutableArray<QueryDemand> Of(Assembly assembly, IEnumerable<MethodInfo> methods)
    {
        var demands = ImmutableArray.CreateBuilder<QueryDemand>();
        var users = methods.ToImmutableHashSet<MethodBase>();
        foreach (var user in users)
        {
            var read = new OrleansQueryContract(assembly, users);
            read.Follow(user, Use.None);
            demands.AddRange(read._keys.Select(key => new QueryDemand(
                NameOf(assembly), key, [.. read._parameters.Select(set => set.ToImmutableSortedSet())], [.. read._columns])));
        }

        return demands.DrainToImmutable();
    }

    private static string NameOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return $"{assembly.GetName().Name} {version}";
    }

    private void Follow(MethodBase method, Use inherited)
    {
        if (method.Module.Assembly != _assembly || !_seen.Add(method))
        {
            return;
        }

        NoteKey(method);
        if (method.DeclaringType?.Name != "Columns" && UseOf(method) == Use.Parameters)
        {
            _parameters.Add(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            _seen.RemoveWhere(seen => seen.DeclaringType?.Name == "Columns");
        }

        var use = UseOf(method) is var own and not Use.None ? own : inherited;
        if (method.GetCustomAttribute<AsyncStateMachineAttribute>() is { } machine)
        {
            Follow(machine.StateMachineType.GetMethod("MoveNext", All)!, use); // every state machine has it
        }

        foreach (var operand in Operands(method))
        {
            switch (operand)
            {
                case string text when use != Use.None && Name().IsMatch(text):
                    (use == Use.Parameters ? _parameters[^1] : _columns).Add(text);
                    break;
                case MethodBase called when IsOwn(called) && !_users.Contains(called):
                    Follow(called, use);
                    break;
                default:
                    break;
            }
        }
    }

    private void NoteKey(MethodBase method)
    {
        var name = method.Name.StartsWith("get_", StringComparison.Ordinal) ? method.Name[4..] : "";
        if (method.DeclaringType?.Name == "DbStoredQueries" && name.EndsWith("Key", StringComparison.Ordinal))
        {
            _keys.Add(name);
        }
        else if (method.DeclaringType?.Name == "RelationalStorageProviderQueries" && StorageKeys.TryGetValue(name, out var key))
        {
            _keys.Add(key);
        }
    }

    private static Use UseOf(MethodBase method) =>
        method.DeclaringType?.Name == "Columns" || method.GetParameters().Any(one => one.ParameterType == typeof(IDbCommand))
            ? Use.Parameters
        : method.GetParameters().Any(one => one.ParameterType == typeof(IDataRecord)) ? Use.Columns
        : Use.None;

    // The lists of queries, who asks by them, and what the compiler made of their lambdas; not the helpers that take any name.
    private static bool IsOwn(MethodBase method)
    {
        var outermost = method.DeclaringType;
        while (outermost?.DeclaringType is { } outer)
        {
            outermost = outer;
        }

        return outermost?.Name is "RelationalOrleansQueries" or "DbStoredQueries" or "AdoNetGrainStorage"
                or "RelationalStorageProviderQueries"
            && !method.Name.StartsWith("Log", StringComparison.Ordinal);
    }

    // A generic method is followed as it is written.
    private static IEnumerable<object> Operands(MethodBase method) => MethodCode.Operands(method).Select(
        named => named is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : named);

    [GeneratedRegex("^[A-Z][A-Za-z0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
