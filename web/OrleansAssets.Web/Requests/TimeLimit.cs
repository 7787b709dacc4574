namespace OrleansAssets.Web.Requests;

/// <summary>How long the requests of an endpoint may take.</summary>
internal sealed record TimeLimit(TimeSpan Max);
