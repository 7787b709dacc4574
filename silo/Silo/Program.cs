using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;

// The command line, then what it describes: the lock on the data directory, the configuration, the database, the host.
return await new SiloCommand(Environment.GetEnvironmentVariable)
    .RunAsync(args, SiloRun.RunAsync, Console.Error, BackupRun.RunAsync, WebRun.RunAsync);
