using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Pages.Static;

namespace OrleansAssets.Pages;

/// <summary>Brings the pages into a host that has the grains.</summary>
public static class PagesRegistration
{
    /// <summary>What the pages need; the clock is the host's.</summary>
    /// <param name="keyDirectory">Where the keys are that sign forms, so that a form outlives a restart.</param>
    public static IServiceCollection AddAssetsPages(this IServiceCollection services, string keyDirectory)
    {
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keyDirectory)).SetApplicationName("OrleansAssets");
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        return services.AddSingleton<SharedAnswers>().AddScoped<PageReader>().AddScoped<PageActions>().AddScoped<PageOperator>();
    }

    /// <summary>Maps every page, and what they look like.</summary>
    public static void MapAssetsPages(this WebApplication app)
    {
        app.Use(PageHeaders.InvokeAsync);
        app.Use(LocalGuard.InvokeAsync);
        app.UseAntiforgery();
        app.MapGet(PageFiles.Root + "/{name}", PageFiles.Answer).ExcludeFromDescription();
        app.MapRazorComponents<App>();
    }
}
