using System.Data.Common;
using Orleans.Runtime;

namespace Orleans.Configuration;

internal static class AdoNetSettings
{
    internal static void Validate(string owner, string? invariant, string? connectionString, DbDataSource? dataSource)
    {
        if (string.IsNullOrWhiteSpace(invariant))
            throw new OrleansConfigurationException($"{owner}: Invariant is required; it is 'Npgsql' for PostgreSQL.");

        if (string.IsNullOrWhiteSpace(connectionString) == (dataSource is null))
            throw new OrleansConfigurationException($"{owner}: configure exactly one of ConnectionString and DataSource.");
    }
}
