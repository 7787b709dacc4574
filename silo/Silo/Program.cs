using System.CommandLine;
using Orleans.Runtime;
using OrleansAssets.Configuration;
using OrleansAssets.Database;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Vendors;

// The parser ends the process 2 s after a signal unless told; the silo stops the private server after the host.
return await SiloCommand.Create(RunAsync).Parse(args).InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = SiloHost.StopBudget * 2 });

static async Task<int> RunAsync(SiloOptions wanted, CancellationToken cancellationToken)
{
    try
    {
        using var instance = InstanceLock.Take(wanted.DataDirectory);
        var options = wanted.WithFreePorts();
        var configuration = LoadConfiguration(options);
        using var loggers = LoggerFactory.Create(logging => logging.AddAssetsConsole());
        await using var database = await AssetsDatabase.OpenAsync(options, loggers, cancellationToken);
        await using var app = SiloHost.Build(options, configuration, database);
        await app.RunAsync(cancellationToken);
        return 0;
    }
    catch (Exception exception) when (exception is StartException or DatabaseUnavailableException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return exception is StartException { ExitCode: var code } ? code : 1;
    }
    catch (OperationCanceledException)
    {
        return 0; // It was told to stop while it started.
    }
    catch (OrleansException exception)
    {
        await Console.Error.WriteLineAsync(
            $"The silo could not join its cluster ({FaultWords.Of(exception)}): see the log above and the membership table, and start it again.");
        return FatalFault.ExitCode;
    }
}

static AssetsConfiguration LoadConfiguration(SiloOptions options)
{
    var result = ConfigurationReader.Read(options.ConfigDirectory, VendorCatalogue.Descriptors);
    return result.Configuration ?? throw StartException.OfConfiguration(result.Faults.Select(fault => fault.ToString()));
}
