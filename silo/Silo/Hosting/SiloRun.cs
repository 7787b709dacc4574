using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Logging;
using OrleansAssets.Silo.Start;
using OrleansAssets.Vendors;

namespace OrleansAssets.Silo.Hosting;

/// <summary>One life of the silo, from its options to its exit code.</summary>
internal static class SiloRun
{
    /// <summary>Runs until it is told to stop; what keeps it from starting is a sentence on stderr.</summary>
    /// <returns>
    /// 0 after a stop that was asked for, 1 for the machine's state, 2 for bad input, else that of <see cref="FatalFault"/>.
    /// </returns>
    public static async Task<int> RunAsync(SiloOptions wanted, CancellationToken cancellationToken)
    {
        try
        {
            using var instance = InstanceLock.Take(wanted.DataDirectory);
            var options = wanted.WithFreePorts();
            CheckSandboxLog(options.SandboxLog);
            var configuration = ReadConfiguration(options.ConfigDirectory);
            using var loggers = LoggerFactory.Create(logging => logging.AddAssetsConsole(options.LogFormat));
            await using var silo = await RunningSilo.StartAsync(options, configuration, loggers, replace: null, cancellationToken);
            await silo.App.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0; // It was told to stop while it started.
        }
        catch (Exception exception) when (StartFault.Of(exception, StartFault.SiloPorts) is not null)
        {
            return await StartFault.TellAsync(exception, StartFault.SiloPorts);
        }
    }

    private static void CheckSandboxLog(string? path)
    {
        try
        {
            if (path is not null)
            {
                File.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite).Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"--sandbox-log is '{path}', which cannot be written ({exception.Message.TrimEnd('.')}): name a file in a directory that "
                + "exists and is writable.",
                StartException.BadInput);
        }
    }

    private static AssetsConfiguration ReadConfiguration(string directory)
    {
        var result = ConfigurationReader.Read(directory, VendorCatalogue.Descriptors);
        return result.Configuration ?? throw StartException.OfConfiguration(result.Faults.Select(fault => fault.ToString()));
    }
}
