using Orleans.Dashboard;
using Orleans.Hosting;
using OrleansAssets.Access;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>Orleans' own pages: activations, calls and their times, reminders. For operators: they have no users of their own.</summary>
internal static class OrleansDashboard
{
    public const string Path = "/orleans";

    public static IHostApplicationBuilder AddOrleansDashboard(this IHostApplicationBuilder builder, SiloOptions options)
    {
        if (options.Dashboard)
        {
            builder.UseOrleans(silo => silo.AddDashboard(dashboard => dashboard.HideTrace = true)); // the log has its own readers
        }

        return builder;
    }

    public static IEndpointConventionBuilder MapAssetsDashboard(this IEndpointRouteBuilder app) =>
        app.MapOrleansDashboard(Path).RequireAuthorization(RolePolicies.Of(AccessRole.Operator));
}
