namespace OrleansAssets.Sandbox;

/// <summary>Writes replies that are no JSON, as some vendors' errors are.</summary>
internal static class SandboxText
{
    /// <summary>Sends a text.</summary>
    public static Task WriteAsync(HttpContext context, int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
