namespace Refit;

/// <summary>The parameter that is sent as the body: content, stream and text as they are, all else through the content
/// serializer.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class BodyAttribute : Attribute;
