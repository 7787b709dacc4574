using Npgsql;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Database;

/// <summary>Chooses under which role a silo works, and says in the log what that is worth.</summary>
public static partial class RuntimeAccess
{
    /// <param name="ownerConnectionString">Of the user that applied the migrations.</param>
    /// <param name="connectionString">Of the user that the operator named for the silo; null for a private server.</param>
    /// <returns>The connection string for the silo's work.</returns>
    public static async Task<string> ChooseAsync(
        NpgsqlDataSource owner, string ownerConnectionString, string? connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        await RuntimeRole.GrantToReaderAsync(owner, cancellationToken);
        if (connectionString is null)
        {
            return await RuntimeRole.EnsureLoginAsync(owner, ownerConnectionString, cancellationToken);
        }

        var user = new NpgsqlConnectionStringBuilder(connectionString).Username;
        if (user is not null && user != new NpgsqlConnectionStringBuilder(ownerConnectionString).Username)
        {
            await RuntimeRole.GrantToAsync(owner, user, cancellationToken);
            return connectionString;
        }

        try
        {
            var taking = await RuntimeRole.EnsureTakenOnAsync(owner, connectionString, cancellationToken);
            await using var trial = NpgsqlDataSource.Create(taking + ";Pooling=false");
            await using var opened = await trial.OpenConnectionAsync(cancellationToken);
            return taking;
        }
        catch (PostgresException exception) when (DatabaseFault.Of(exception) is not { MayPass: true })
        {
            LogNoRole(logger, RuntimeRole.Name, exception.MessageText);
            return connectionString;
        }
    }

    /// <summary>Says whether the role could change the audit log.</summary>
    public static async Task ReportAsync(NpgsqlDataSource runtime, ILogger logger, CancellationToken cancellationToken)
    {
        var guard = await new AuditLog(runtime).GetGuardAsync(cancellationToken);
        if (guard.Reason is null)
        {
            LogGuarded(logger, guard.Role);
        }
        else
        {
            LogUnguarded(logger, guard.Reason);
        }
    }

    [LoggerMessage(1120, LogLevel.Information, "The silo works as the role {Role}, which may only add to the audit log.")]
    private static partial void LogGuarded(ILogger logger, string role);

    [LoggerMessage(1121, LogLevel.Warning,
        "The audit log is not protected from the silo itself: {Reason}. Name a user that owns nothing in ConnectionStrings__assets, and "
        + "the owner in ConnectionStrings__assets_owner. A change is still found by 'assets audit verify'.")]
    private static partial void LogUnguarded(ILogger logger, string reason);

    [LoggerMessage(1122, LogLevel.Warning, "The role {Role} cannot be used ({Reason}): the silo works as the owner of its tables.")]
    private static partial void LogNoRole(ILogger logger, string role, string reason);
}
