using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Access;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;

namespace OrleansAssets.Pages.Reading;

/// <summary>Who looks and acts: the identity that signed in. No page is shown to anybody else.</summary>
internal sealed class PageOperator(IHttpContextAccessor accessor)
{
    private const string ViaClaim = "assets:via";

    public string Name => User?.Identity?.Name ?? "";

    public AccessRole Role => EnumText.TryRead<AccessRole>(User?.FindFirstValue(ClaimTypes.Role), out var role) ? role : AccessRole.Viewer;

    /// <summary>How the identity was proved.</summary>
    public string Via => User?.FindFirstValue(ViaClaim) ?? "";

    /// <summary>The address that was asked for.</summary>
    public string Place => accessor.HttpContext?.Request.Path.Value ?? "";

    private ClaimsPrincipal? User => accessor.HttpContext?.User;

    public bool May(AccessRole needed) => User?.Identity?.IsAuthenticated == true && Role.Covers(needed);
}
