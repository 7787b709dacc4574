using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Assets;

/// <summary>Quotes of one source in a row that were not believed.</summary>
/// <param name="Last">The newest.</param>
/// <param name="Since">Time of the first.</param>
/// <param name="Reference">The price that was believed then; null where none was.</param>
/// <param name="Reason">What is wrong with the newest.</param>
/// <param name="Explains">What would explain it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RefusedQuotes")]
public sealed record RefusedQuotes(
    Quote Last, DateTimeOffset Since, int Count, QuoteFault Fault, decimal? Reference, string Reason, string Explains)
{
    public QuoteDoubt Doubt => new(Last, Fault, Reason, Explains, Since, Count);
}
