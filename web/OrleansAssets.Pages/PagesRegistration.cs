using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Access;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Pages.Static;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Pages;

/// <summary>Brings the pages into a host that has the grains.</summary>
public static class PagesRegistration
{
    /// <summary>What the pages need; the clock is the host's.</summary>
    public static IServiceCollection AddAssetsPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        return services.AddSingleton<SharedAnswers>().AddSingleton<PushedNow>().AddScoped<PageReader>().AddScoped<PageActions>()
            .AddScoped<PageOperator>().AddScoped<PagePortfolio>();
    }

    /// <summary>Maps every page, and what they look like; put after the web side, which knows who asks.</summary>
    public static void MapAssetsPages(this WebApplication app)
    {
        app.Use(PageHeaders.InvokeAsync);
        app.Use(Nowhere.InvokeAsync);
        app.UseAntiforgery();
        app.MapGet(PageFiles.Root + "/{name}", PageFiles.Answer).ExcludeFromDescription();
        app.MapRazorComponents<App>().RequireAuthorization(RolePolicies.Of(AccessRole.Viewer));
    }
}
