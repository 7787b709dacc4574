using System.Data.Common;

namespace Orleans.Configuration;

/// <summary>Membership in a database; needs Engine=Orleans.</summary>
public class AdoNetClusteringSiloOptions
{
    /// <summary>The database.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database, as a source the caller owns.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The kind of database.</summary>
    public string Invariant { get; set; } = "";
}

/// <summary>Membership in a database; needs Engine=Orleans.</summary>
public class AdoNetClusteringClientOptions
{
    /// <summary>The database.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database, as a source the caller owns.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The kind of database.</summary>
    public string Invariant { get; set; } = "";
}
