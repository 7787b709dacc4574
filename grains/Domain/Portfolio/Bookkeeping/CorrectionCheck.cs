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
        FillCheck.Refuse("correction", [
            IdCheck.FaultOf("correctionId", correction.CorrectionId),
            IdCheck.FaultOf("fillId", correction.FillId),
            correction.Replacement?.FillId == correction.FillId ? "the replacement must have an id of its own" : null,
            IdCheck.FaultOf("operator", correction.Operator),
            FillCheck.Reason(correction.Reason),
        ]);
        if (correction.Replacement is { } right)
        {
            FillCheck.Check(right, now, negativePrices(right.AssetId ?? ""));
        }
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(EventCorrection correction)
    {
        ArgumentNullException.ThrowIfNull(correction);
        FillCheck.Refuse("correction", [
            IdCheck.FaultOf("correctionId", correction.CorrectionId),
            IdCheck.FaultOf("eventId", correction.EventId),
            correction.CorrectionId == correction.EventId ? "correctionId is the event's id: give the correction its own" : null,
            IdCheck.FaultOf("operator", correction.Operator),
            FillCheck.Reason(correction.Reason),
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static void Check(MarkCorrection correction, DateTimeOffset now, bool negativePrices)
    {
        ArgumentNullException.ThrowIfNull(correction);
        FillCheck.Refuse("correction", [
            IdCheck.FaultOf("correctionId", correction.CorrectionId),
            IdCheck.FaultOf("assetId", correction.AssetId),
            FillCheck.Time("from", correction.From, now),
            FillCheck.Time("to", correction.To, now),
            correction.To < correction.From ? "to is before from" : null,
            correction.Price is { } price ? FillCheck.PriceOf(price, negativePrices) : null,
            IdCheck.FaultOf("operator", correction.Operator),
            FillCheck.Reason(correction.Reason),
        ]);
    }
}
