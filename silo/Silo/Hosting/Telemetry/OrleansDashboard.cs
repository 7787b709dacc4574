using Orleans.Dashboard;
using Orleans.Hosting;
using OrleansAssets.Access;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>
/// Orleans' own pages: activations, calls and their times, reminders. They show the state of any grain, and so are an admin's alone, by the
/// session of the web page or a token.
/// </summary>
internal static class OrleansDashboard
{
    public const string Path = "/orleans";

    /// <summary>It brings fonts of its own and styles its charts inline; nothing is fetched from elsewhere.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static IHostApplicationBuilder AddOrleansDashboard(this IHostApplicationBuilder builder, SiloOptions options)
    {
        if (options.Dashboard)
        {
            builder.UseOrleans(silo => silo.AddDashboard(dashboard => dashboard.HideTrace = true)); // the log has its own readers
        }

        return builder;
    }

    public static void MapAssetsDashboard(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
            dashboard => dashboard.Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            }));
        app.MapOrleansDashboard(Path).RequireAuthorization(RolePolicies.Of(AccessRole.Admin));
    }
}
