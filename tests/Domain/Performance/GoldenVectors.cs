using System.Text.Json;

namespace OrleansAssets.Tests.Domain;

/// <summary>Published reference values of portfolio metrics, kept beside the repository where they are at hand.</summary>
internal static class GoldenVectors
{
    private static readonly string? Folder = Find();

    public static bool Exist => Folder is not null;

    public static TheoryData<string> OfKind(string kind)
    {
        var names = new TheoryData<string>();
        foreach (var path in Folder is null ? [] : Directory.GetFiles(Folder, "*.json"))
        {
            using var vector = JsonDocument.Parse(File.ReadAllText(path));
            if (vector.RootElement.GetProperty("kind").GetString() == kind)
            {
                names.Add(Path.GetFileNameWithoutExtension(path));
            }
        }

        return names;
    }

    public static IEnumerable<string> Kinds() => Directory.GetFiles(Folder!, "*.json").Select(path => // only read where the folder exists
    {
        using var vector = JsonDocument.Parse(File.ReadAllText(path));
        return vector.RootElement.GetProperty("kind").GetString()!; // every vector has one
    });

    public static JsonElement Read(string name)
    {
        using var vector = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, name + ".json"))); // only read where the folder exists
        return vector.RootElement.Clone();
    }

    private static string? Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OrleansAssets.sln")))
        {
            directory = directory.Parent;
        }

        var folder = directory is null ? null : Path.GetFullPath(Path.Combine(directory.FullName, "../shared/golden"));
        return folder is not null && Directory.Exists(folder) ? folder : null;
    }
}

/// <summary>A theory over the golden vectors; skipped where they are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GoldenTheoryAttribute : TheoryAttribute
{
    public GoldenTheoryAttribute() => Skip = GoldenVectors.Exist ? null : "The golden vectors are not beside this repository.";
}

/// <summary>A fact about the golden vectors; skipped where they are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute() => Skip = GoldenVectors.Exist ? null : "The golden vectors are not beside this repository.";
}
