using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Tests.Architecture;

/// <summary>
/// The JSON of a portfolio's journal, which is read for as long as the portfolio lives: members are only ever added, and old ones keep
/// their meaning.
/// </summary>
public sealed class JournalShapeTests
{
    [Fact]
    public void Events_OfTheJournal_HaveTheApprovedShape()
    {
        var options = new JsonSerializerOptions(PortfolioEventJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var shapes = new StringBuilder();
        var queue = new Queue<Type>();
        var told = new HashSet<Type>();
        foreach (var (kind, type) in PortfolioEventJson.Kinds.OrderBy(one => one.Kind, StringComparer.Ordinal))
        {
            shapes.AppendLine($"{kind} = {NameOf(type)}");
            queue.Enqueue(type);
        }

        while (queue.TryDequeue(out var type))
        {
            if (told.Add(type))
            {
                Print(shapes, options.GetTypeInfo(type), queue);
            }
        }

        ApprovedFile.Check(
            "Journal.approved.txt", shapes.ToString(),
            "Entries of old journals must stay readable with the meaning that they had; if they do, run the tests once with APPROVE=1.");
    }

    private static void Print(StringBuilder shapes, JsonTypeInfo info, Queue<Type> queue)
    {
        if (info.ElementType is { } element)
        {
            queue.Enqueue(element);
        }
        else if (info.Type.IsEnum)
        {
            shapes.AppendLine($"{NameOf(info.Type)}: {string.Join(", ", Enum.GetNames(info.Type))}");
        }
        else if (Nullable.GetUnderlyingType(info.Type) is { } inner)
        {
            queue.Enqueue(inner);
        }
        else if (info.Kind == JsonTypeInfoKind.Object)
        {
            shapes.AppendLine(NameOf(info.Type));
            foreach (var property in info.Properties.Where(property => property.Get is not null))
            {
                shapes.AppendLine($"  {NameOf(info.Type)}.{property.Name}: {NameOf(property.PropertyType)}");
                queue.Enqueue(property.PropertyType);
            }
        }
    }

    private static string NameOf(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner) + "?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
