using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Api.Problems;
using OrleansAssets.Client;
using OrleansAssets.Domain.Answers;
using OrleansAssets.Web.Api;
using OrleansAssets.Web.Document;
using OrleansAssets.Web.Events;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web;

/// <summary>The web side of the product, in the process of a silo or of an Orleans client.</summary>
public static class WebRegistration
{
    /// <summary>What the addresses of the API begin with.</summary>
    public const string ApiRoot = "/api/v1";

    /// <summary>How long a browser that came by TLS once comes by nothing else; this machine's own names are left out.</summary>
    private static readonly TimeSpan TlsAlone = TimeSpan.FromDays(365);

    /// <summary>Everything that <see cref="MapAssetsWeb"/> needs beside an Orleans silo or client.</summary>
    public static IServiceCollection AddAssetsWeb(this IServiceCollection services, WebOptions options)
    {
        services.TryAddSingleton<OrleansAssetsClient>();
        services.ConfigureHttpJsonOptions(json => AnswerJson.Shape(json.SerializerOptions))
            .Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true) // told by ProblemWriter, all faults at once
            .AddSingleton<ProblemWriter>()
            .AddSingleton<IExceptionHandler>(provider => provider.GetRequiredService<ProblemWriter>())
            .AddProblemDetails();
        services.AddHsts(headers => headers.MaxAge = TlsAlone);
        services.AddSingleton(options).AddSingleton<StreamTail>().AddAssetsIdentity(options);
        return services.AddAssetsLimits().AddAssetsDocument();
    }

    /// <summary>
    /// Finds out who asks, and what is asked: for API and pages, and for whatever else a host serves to some alone. Put before them.
    /// </summary>
    public static void UseAssetsIdentity(this WebApplication app)
    {
        app.UseNamedProxy(app.Services.GetRequiredService<WebOptions>().Proxy);
        app.UseHsts(); // of what is served by TLS, here or at the proxy
        app.UseHeads();
        app.UseRouting(); // here, as it looks at the method
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), api => api
            .UseApiHeaders()
            .UseExceptionHandler()
            .UseStatusCodePages(pages => pages.HttpContext.RequestServices.GetRequiredService<ProblemWriter>()
                .WriteAsync(pages.HttpContext, ProblemOf.Status(pages.HttpContext.Response.StatusCode)))
            .UseSameSite()
            .UseRateLimiter()
            .UseRequestTimeouts());
        app.UseOpenDoors();
        app.UseReferenceHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>The API under <see cref="ApiRoot"/>, its document and a page to read it by.</summary>
    public static void MapAssetsWeb(this WebApplication app)
    {
        var api = app.MapGroup(ApiRoot).WithLimits().WithProblems().WithTrail().WithKnownParameters();
        api.MapSession();
        api.MapTokens();
        api.MapStatus();
        api.MapAssets();
        api.MapClasses();
        api.MapPhases();
        api.MapAccount();
        api.MapPortfolios();
        api.MapRecords();
        api.MapPerformance();
        api.MapSources();
        api.MapAudit();
        api.MapMarkets();
        api.MapData();
        api.MapNotices();
        api.MapEvents();
        api.MapQuoteEvents();
        api.MapOrders();
        api.MapBooks();
        api.MapHalts();
        api.MapPhaseChanges();
        api.MapChanges();
        api.MapImports();
        app.MapAssetsSignIn();
        app.MapAssetsDocument();
    }

    /// <summary>Says at every other address of a silo that has neither API nor pages where they are.</summary>
    public static void MapNoWeb(this WebApplication app) => app.MapFallback("{**path}", (HttpContext context, ProblemWriter problems) =>
        problems.WriteAsync(context, ApiProblem.Of(
            StatusCodes.Status404NotFound, ProblemCodes.NoSuchAddress, "There are no pages and no API here.",
            "This silo was started with --no-web and answers for its health alone: ask the web process of the installation "
            + "(./run.sh web), with the console by --url or 'assets login URL'.")));
}
