using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansAssets.Vendors.Streaming;

/// <summary>What is sent to vendors on their streams.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlpacaLogin))]
[JsonSerializable(typeof(AlpacaSubscription))]
[JsonSerializable(typeof(PolygonAction))]
internal sealed partial class StreamJson : JsonSerializerContext;

/// <summary>Alpaca's keys.</summary>
internal sealed record AlpacaLogin(string Action, string Key, string Secret);

/// <summary>What Alpaca is to send.</summary>
/// <param name="Trades">Null for none.</param>
internal sealed record AlpacaSubscription(string Action, ImmutableArray<string> Quotes, ImmutableArray<string>? Trades);

/// <summary>What Polygon is to do, with which key or symbols.</summary>
internal sealed record PolygonAction(string Action, string Params);
