namespace OrleansAssets.Web.Requests;

/// <summary>
/// Answers HEAD wherever GET is answered, with the same status and headers: the server leaves the body of the answer out by itself. A line
/// of events, which would never end, has its head told alone.
/// </summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>Put before the routing, which looks at the method.</summary>
    public static void UseHeads(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Items[Mark] = Mark;
        }

        return next(context);
    });

    /// <summary>Of an endpoint that goes on telling: who asks for the head gets that.</summary>
    /// <param name="contentType">What the line is of.</param>
    public static RouteHandlerBuilder WithHeadAlone(this RouteHandlerBuilder endpoint, string contentType) =>
        endpoint.AddEndpointFilter((invocation, next) =>
        {
            if (!invocation.HttpContext.Items.ContainsKey(Mark))
            {
                return next(invocation);
            }

            invocation.HttpContext.Response.ContentType = contentType;
            return ValueTask.FromResult<object?>(TypedResults.Empty);
        });
}
