using Orleans.Dashboard;
using Orleans.Hosting;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>Orleans' own pages: activations, calls and their times, reminders. They have no users of their own.</summary>
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

    public static IEndpointConventionBuilder MapAssetsDashboard(this IEndpointRouteBuilder app) => app.MapOrleansDashboard(Path);
}
