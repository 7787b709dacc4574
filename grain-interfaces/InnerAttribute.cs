namespace OrleansAssets;

/// <summary>
/// Of a grain interface that only the product itself calls: what configures, collects, applies and ticks. It is refused to clients.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class InnerAttribute : Attribute;
