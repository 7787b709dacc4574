namespace OrleansAssets.Silo.Start;

/// <summary>What <c>backup</c> and <c>restore</c> are told.</summary>
/// <param name="DataDirectory">Of the private server that is meant where no connection string is given.</param>
/// <param name="ConnectionString">Of the owner of the tables; null for the private server.</param>
/// <param name="Directory">Of the backup; null makes one below the data directory, named by the time.</param>
internal sealed record BackupOptions(string DataDirectory, string? ConnectionString, string? Directory, bool IsRestore);
