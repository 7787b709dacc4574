namespace OrleansAssets.Web.Operations;

/// <summary>Marks an endpoint that goes on with what the audit log has an entry of already: a batch of an import that was begun.</summary>
internal sealed record PartOfNoted;
