namespace OrleansAssets.Api;

/// <summary>How values of addresses are written.</summary>
internal static class QueryForm
{
    /// <summary>With its offset, to the last tick.</summary>
    public const string Instant = "O";

    public const string Day = "yyyy-MM-dd";
}
