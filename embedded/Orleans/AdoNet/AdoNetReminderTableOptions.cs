using System.Data.Common;

namespace Orleans.Configuration;

/// <summary>Options of the ADO.NET reminder table.</summary>
public class AdoNetReminderTableOptions
{
    /// <summary>ADO.NET invariant name: <c>Npgsql</c> for PostgreSQL.</summary>
    public string Invariant { get; set; } = null!; // required: AdoNetReminderTableOptionsValidator

    /// <summary>Connection string; exactly one of this and <see cref="DataSource"/> is given.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Source of connections, owned by the caller; exactly one of this and <see cref="ConnectionString"/> is given.</summary>
    public DbDataSource? DataSource { get; set; }
}
