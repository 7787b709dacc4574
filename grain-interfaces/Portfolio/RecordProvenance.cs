using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>Whose a figure of a record is. An import never overwrites what a book wrote itself.</summary>
[GenerateSerializer, Alias("OrleansAssets.RecordProvenance")]
public enum RecordProvenance
{
    /// <summary>Brought by an import.</summary>
    Import = 0,

    /// <summary>Written by the book: from its own fills, flows and marks.</summary>
    Own = 1,

    /// <summary>Written by a paper book: no capital was at risk.</summary>
    Paper = 2,
}
