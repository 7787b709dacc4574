using System.Data.Common;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>Options of one named ADO.NET grain storage provider.</summary>
public class AdoNetGrainStorageOptions
{
    /// <summary>Lifecycle stage at which a provider reads its queries unless told otherwise.</summary>
    public const int DEFAULT_INIT_STAGE = ServiceLifecycleStage.ApplicationServices;

    /// <summary>The invariant used when none is given: SQL Server's, as in Orleans.</summary>
    public const string DEFAULT_ADONET_INVARIANT = "Microsoft.Data.SqlClient";

    /// <summary>Connection string; exactly one of this and <see cref="DataSource"/> is given.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Source of connections, owned by the caller; exactly one of this and <see cref="ConnectionString"/> is given.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>Lifecycle stage at which the provider reads its queries.</summary>
    public int InitStage { get; set; } = DEFAULT_INIT_STAGE;

    /// <summary>ADO.NET invariant name: <c>Npgsql</c> for PostgreSQL.</summary>
    public string Invariant { get; set; } = DEFAULT_ADONET_INVARIANT;

    /// <summary>Payload serializer; by default the keyed service of the provider's name, else the unkeyed one.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!; // set by GrainStorageSerializerDefault

    /// <summary>Clearing deletes the row; otherwise it empties it and its version counts on.</summary>
    public bool DeleteStateOnClear { get; set; }
}
