namespace OrleansAssets.Web.Requests;

/// <summary>The word that a change needs and that the log keeps.</summary>
/// <param name="Reason">Why, for the log.</param>
internal sealed record Why(string Reason);
