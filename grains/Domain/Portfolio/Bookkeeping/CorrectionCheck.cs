using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Refuses a correction that makes no sense before anything is read for it: all faults at once.</summary>
public static class CorrectionCheck
{
    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="negativePrices">Whether an asset's class has prices of 0 and less.</param>
    public static void Check(FillCorrection correction, DateTimeOffset now, Func<string, bool> negativePrices)
    {
        ArgumentNullException.ThrowIfNull(correction);
        ArgumentNullException.ThrowIfNull(negativePrices);
        FieldFault.Refuse("correction", [
            IdCheck.FaultOf("correctionId", correction.CorrectionId),
            IdCheck.FaultOf("fillId", correction.FillId),
            correction.Replacement?.FillId == correction.FillId ? new FieldFault(
                "replacement.fillId", correction.FillId, "must be an id of its own", "the replacement must have an id of its own") : null,
            IdCheck.FaultOf("operator", correction.Operator),
            FillCheck.Reason(correction.Reason),
        ]);
        if (correction.Replacement is { } right)
        {
            FieldFault.Refuse("fill", [
                .. FillCheck.FaultsOf(right, now, negativePrices(right.AssetId ?? ""))
                    .Select(fault => fault is null ? null : fault with { Place = $"replacement.{fault.Place}" }),
            ]);
        }
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(EventCorrection correction)
    {
        ArgumentNullException.ThrowIfNull(correction);
        FieldFault.Refuse("correction", [
            IdCheck.FaultOf("correctionId", correction.CorrectionId),
            IdCheck.FaultOf("eventId", correction.EventId),
            correction.CorrectionId == correction.EventId ? new FieldFault(
                "correctionId", correction.CorrectionId, "must be another id than the event's",
                "correctionId is the event's id: give the correction its own") : null,
            IdCheck.FaultOf("operator", correction.Operator),
            FillCheck.Reason(correction.Reason),
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static void Check(MarkCorrection correction, DateTimeOffset now, bool negativePrices)
    {
        ArgumentNullException.ThrowIfNull(correction);
        FieldFault.Refuse("correction", [
            IdCheck.FaultOf("correctionId", correction.CorrectionId),
            IdCheck.FaultOf("assetId", correction.AssetId),
            FillCheck.Time("from", correction.From, now),
            FillCheck.Time("to", correction.To, now),
            correction.To < correction.From
                ? new FieldFault("to", InvalidPlace.Text(correction.To), "must not be before from", "to is before from") : null,
            correction.Price is { } price ? FillCheck.PriceOf(price, negativePrices) : null,
            IdCheck.FaultOf("operator", correction.Operator),
            FillCheck.Reason(correction.Reason),
        ]);
    }
}
