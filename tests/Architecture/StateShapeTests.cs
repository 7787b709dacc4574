using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Grains;

namespace OrleansAssets.Tests.Architecture;

/// <summary>
/// The shapes that outlive a release: what grains store and what travels between processes. A change shows as a difference to the approved
/// file and must keep old rows and old clients readable; then <c>APPROVE=1</c> writes the file anew.
/// </summary>
public sealed class StateShapeTests
{
    private static readonly ImmutableArray<Assembly> Assemblies =
        [typeof(Keys).Assembly, typeof(AssetState).Assembly, typeof(Stored<>).Assembly];

    [Fact]
    public void StoredAndSentTypes_Always_HaveTheApprovedShape()
    {
        var shapes = new StringBuilder();
        foreach (var type in Serialized().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            Print(shapes, type);
        }

        ApprovedFile.Check(
            "Shapes.approved.txt", shapes.ToString(),
            "Old rows and clients must stay readable; if they do, run the tests once with APPROVE=1.");
    }

    [Fact]
    public void GrainStates_Always_UseEachNameOnce()
    {
        var uses = StateParameters().GroupBy(use => use.Name, StringComparer.Ordinal).ToArray();
        var declared = typeof(StateNames).GetFields().Select(field => (string?)field.GetRawConstantValue()).ToArray();

        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Single(use));
        Assert.All(uses, use => Assert.Contains(use.Key, declared));
        Assert.Equal(declared.Length, declared.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void GrainStates_Always_AreMadeWithoutParametersAndSerialized() => Assert.All(StateParameters(), use =>
    {
        Assert.NotNull(use.State.GetConstructor(Type.EmptyTypes));
        Assert.NotNull(use.State.GetCustomAttribute<GenerateSerializerAttribute>());
        Assert.All(use.State.GetProperties(BindingFlags.Public | BindingFlags.Instance), property =>
        {
            Assert.NotNull(property.GetCustomAttribute<IdAttribute>());
            Assert.NotNull(property.SetMethod);
        });
    });

    [Fact]
    public void Aliases_Always_AreUniqueAndGiven()
    {
        var types = Serialized().Concat(Types().Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))).ToArray();
        var aliases = types.Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias).ToArray();

        Assert.All(types.Zip(aliases), entry => Assert.True(entry.Second is not null, $"{entry.First} has no alias."));
        Assert.Equal(aliases.Length, aliases.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Ids_Always_AreUniqueInTheirType() => Assert.All(Serialized(), type =>
    {
        var ids = type.GetProperties().Select(property => property.GetCustomAttribute<IdAttribute>()?.Id).OfType<uint>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    });

    [Fact]
    public void Keys_OfEveryKind_CanBeReadNeitherAsAGuidNorAsANumber()
    {
        var guid = Guid.NewGuid();
        string[] keys =
        [
            Keys.Asset("ADBE"), Keys.AssetClass("F"), Keys.Phase("1"), Keys.Portfolio("main"), Keys.DataSource("fed"), Keys.Import(guid),
            Keys.Feed(new FeedId("a", "BTC/USDT", "quotes")), Keys.Catalogue, Keys.Partitions, Keys.RiskModel, Keys.Audit, Keys.Notices,
            Keys.Account, Keys.Refusals,
        ];

        Assert.Equal(keys.Length,
            keys.Select(key => key[..key.IndexOf('/', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, key =>
        {
            Assert.False(Guid.TryParse(key, out _));
            Assert.False(long.TryParse(key, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _));
            Assert.Contains(key, letter => letter != '+' && !char.IsAsciiHexDigit(letter));
        });
        Assert.Equal("BTC/USDT", Keys.IdOf(Keys.Asset("BTC/USDT")));
        Assert.Equal(guid, Guid.Parse(Keys.IdOf(Keys.Import(guid))));
    }

    private static IEnumerable<Type> Types() => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("OrleansAssets", StringComparison.Ordinal) == true);

    private static IEnumerable<Type> Serialized() =>
        Types().Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null);

    private static IEnumerable<(string Name, Type State)> StateParameters() =>
        from type in Types()
        from constructor in type.GetConstructors()
        from parameter in constructor.GetParameters()
        let attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where attribute is not null
        select (attribute.StateName, parameter.ParameterType.GetGenericArguments()[0]);

    private static void Print(StringBuilder shapes, Type type)
    {
        shapes.Append(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? "(no alias)").Append(" = ").AppendLine(type.FullName);
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
            {
                shapes.AppendLine(CultureInfo.InvariantCulture,
                    $"  {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)} {name}");
            }

            return;
        }

        // The parameters of a positional record have their places as implicit ids.
        var primary = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        foreach (var parameter in typeof(Exception).IsAssignableFrom(type) ? [] : primary?.GetParameters() ?? [])
        {
            shapes.AppendLine(CultureInfo.InvariantCulture, $"  p{parameter.Position} {parameter.Name}: {Name(parameter.ParameterType)}");
        }

        foreach (var property in type.GetProperties().Where(property => property.GetCustomAttribute<IdAttribute>() is not null))
        {
            shapes.AppendLine(CultureInfo.InvariantCulture,
                $"  {property.GetCustomAttribute<IdAttribute>()?.Id} {property.Name}: {Name(property.PropertyType)}");
        }
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
