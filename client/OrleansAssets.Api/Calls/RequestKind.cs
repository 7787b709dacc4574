namespace OrleansAssets.Api.Calls;

/// <summary>What is known of a request by its address.</summary>
internal static class RequestKind
{
    /// <summary>The server's own limit is 30 s; it is heard first where it can speak.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(35);

    /// <summary>Corrections and what came late: the whole journal may be read for one.</summary>
    private static readonly TimeSpan LongTimeMax = TimeSpan.FromSeconds(130);

    /// <summary>What is asked with a body and changes nothing.</summary>
    private static readonly string[] Questions = ["/dry-check", "/what-if", "/check"];

    private static readonly string[] Long = ["/correction", "/events"];

    /// <summary>Whether it changes nothing, so that nothing about it can be unknown.</summary>
    public static bool IsQuestion(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || (request.Method == HttpMethod.Post && EndsWith(request, Questions)));

    /// <summary>How long its answer is waited for.</summary>
    public static TimeSpan LimitOf(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && EndsWith(request, Long) ? LongTimeMax : TimeMax;

    private static bool EndsWith(HttpRequestMessage request, string[] ends) =>
        request.RequestUri is { } address && Array.Exists(ends, end => address.AbsolutePath.EndsWith(end, StringComparison.Ordinal));
}
