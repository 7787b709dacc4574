using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>Exposure that an approved order holds as long as it lives.</summary>
/// <param name="SignedQuantity">Units not filled yet; less than 0 for a sale.</param>
/// <param name="Price">Price of the decision, in the asset's quote currency.</param>
/// <param name="StopPrice">In the asset's quote currency; null where the order has none.</param>
/// <param name="ExpiresAt">UTC; the end of all time where it lasts until the end of its order is reported.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Reservation")]
public sealed record Reservation(
    string ReservationId,
    string ClientOrderId,
    string AssetId,
    string ClassId,
    decimal SignedQuantity,
    decimal? Price,
    decimal? StopPrice,
    DateTimeOffset ExpiresAt);

/// <summary>What a release did. Releasing again, or after the expiry, changes nothing.</summary>
/// <param name="Released">Whether this call ended the reservation.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ReleaseAnswer")]
public sealed record ReleaseAnswer(string ReservationId, bool Released);
