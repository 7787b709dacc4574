using System.Data.Common;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.AdoNet;

internal static class ProviderFactories
{
    const string Npgsql = "Npgsql";

    /// <summary>Npgsql is found by name, so that the engine needs no reference to it; others must be registered.</summary>
    internal static DbProviderFactory Find(string invariant)
    {
        if (DbProviderFactories.TryGetFactory(invariant, out var factory))
            return factory;

        if (string.Equals(invariant, Npgsql, StringComparison.Ordinal))
            return FindNpgsql();

        throw new OrleansConfigurationException(
            $"ADO.NET invariant '{invariant}' is unknown. "
            + $"Use '{Npgsql}', register a factory with DbProviderFactories, or give a DataSource.");
    }

    static DbProviderFactory FindNpgsql()
    {
        var type = Type.GetType("Npgsql.NpgsqlFactory, Npgsql", throwOnError: false);
        return type?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory
            ?? throw new OrleansConfigurationException($"ADO.NET invariant '{Npgsql}' needs the package Npgsql next to the application.");
    }
}
