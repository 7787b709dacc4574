using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Vendors;

namespace OrleansAssets.Benchmarks;

/// <summary>The files of <c>config/</c>.</summary>
internal static class ShippedConfiguration
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    public static string Directory => Path.Combine(Root, "config");

    public static AssetsConfiguration Read() =>
        ConfigurationReader.Read(Directory, VendorCatalogue.Descriptors).Configuration
            ?? throw new InvalidOperationException("The shipped configuration is not valid.");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OrleansAssets.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The benchmark does not run below the repository's root.");
    }
}
