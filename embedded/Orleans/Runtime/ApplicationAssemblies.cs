using System.Reflection;

namespace Orleans.Runtime;

/// <summary>The assemblies that use this engine: those loaded, and those they reference.</summary>
static class ApplicationAssemblies
{
    static readonly string Engine = typeof(ApplicationAssemblies).Assembly.GetName().Name!; // a compiled assembly has a name

    internal static IEnumerable<Type> Types() => All().SelectMany(a => a.GetTypes());

    internal static IReadOnlyCollection<Assembly> All()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<Assembly>();
        var pending = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies());
        while (pending.TryDequeue(out var assembly))
        {
            if (assembly.IsDynamic || !seen.Add(assembly.FullName ?? "") || IsFramework(assembly.GetName().Name)) continue;

            var references = assembly.GetReferencedAssemblies();
            if (references.Any(r => string.Equals(r.Name, Engine, StringComparison.Ordinal))) found.Add(assembly);
            foreach (var reference in references.Where(r => !IsFramework(r.Name) && !seen.Contains(r.FullName)))
                if (TryLoad(reference) is { } loaded) pending.Enqueue(loaded);
        }

        return found;
    }

    static bool IsFramework(string? name) => name is null or "netstandard" or "mscorlib"
        || name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>A reference that is not deployed (an optional dependency) holds no grains.</summary>
    static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (IOException)
        {
            return null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
