using OrleansAssets.Database;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>A silo that has started, with its database. Disposing stops both.</summary>
internal sealed class RunningSilo : IAsyncDisposable
{
    /// <summary>Longest that what a failed start has begun may take to end.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(5);

    private readonly AssetsDatabase _database;

    private RunningSilo(AssetsDatabase database, WebApplication app) => (_database, App) = (database, app);

    public WebApplication App { get; }

    /// <summary>
    /// Opens the database and starts the host. A server that is not there yet, or goes away at any moment until the host has started, is
    /// waited for within the options' time; health says so meanwhile.
    /// </summary>
    /// <param name="replace">Registers what takes the place of a part; null for nothing.</param>
    /// <exception cref="DatabaseUnavailableException">The database cannot be used, or not within the time.</exception>
    /// <exception cref="StartException">The options cannot be used.</exception>
    public static async Task<RunningSilo> StartAsync(
        SiloOptions options, AssetsConfiguration configuration, ILoggerFactory loggers, Action<IHostApplicationBuilder>? replace,
        CancellationToken cancellationToken)
    {
        await using var health = new WaitingHealth(options);
        return await DatabaseWait.UntilItServesAsync(
            () => TryAsync(options, configuration, loggers, health, replace, cancellationToken), health.TellAsync,
            TimeSpan.FromSeconds(options.DatabaseWaitSeconds), loggers.CreateLogger("OrleansAssets.Database"), TimeProvider.System,
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task<RunningSilo> TryAsync(
        SiloOptions options, AssetsConfiguration configuration, ILoggerFactory loggers, WaitingHealth health,
        Action<IHostApplicationBuilder>? replace, CancellationToken cancellationToken)
    {
        var database = await AssetsDatabase.OpenAsync(options, loggers, cancellationToken);
        try
        {
            await health.DisposeAsync(); // the host listens there from now on
            return new RunningSilo(database, await StartHostAsync(options, configuration, database, replace, cancellationToken));
        }
        catch (Exception exception)
        {
            var told = exception is DatabaseUnavailableException
                ? null
                : DatabaseErrors.Explain(exception, database.DataSource.ConnectionString);
            await database.DisposeAsync();
            if (told is not null)
            {
                throw new DatabaseUnavailableException(told, exception);
            }

            throw;
        }
    }

    private static async Task<WebApplication> StartHostAsync(
        SiloOptions options, AssetsConfiguration configuration, AssetsDatabase database, Action<IHostApplicationBuilder>? replace,
        CancellationToken cancellationToken)
    {
        var app = SiloHost.Build(options, configuration, database, replace);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            await EndAsync(app); // its ports, among others, which the next try needs
            throw;
        }
    }

    private static async Task EndAsync(WebApplication app)
    {
        using var budget = new CancellationTokenSource(EndMax);
        try
        {
            await app.StopAsync(budget.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What has not started cannot stop as it should, and why it has not started is told by its own exception.
            _ = exception;
        }

        await app.DisposeAsync();
    }
}
