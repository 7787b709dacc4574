using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// Collects what is wrong with the rows of a batch, the first of it in words and places and the rest counted, without allocating anything
/// for a good batch.
/// </summary>
internal struct BatchFaults(int batch)
{
    /// <summary>Refusals that are told; a file whose column is wrong has one for each of its rows.</summary>
    public const int ToldMax = 20;

    private List<string>? _words;
    private List<InvalidPlace>? _places;
    private long _more;

    /// <summary>Refuses a row, in the middle of a sentence.</summary>
    /// <returns>False: the row is bad.</returns>
    public bool Refuse(int row, string message) =>
        Add($"Batch {batch}, row {row}: {message}.", new InvalidPlace($"[{row}]", null, $"is refused: {message}"));

    /// <summary>Whether an asset is known; refuses the row where it is not.</summary>
    public bool IsKnown(int row, string assetId, IReadOnlyDictionary<string, string> assetClasses) =>
        assetClasses.ContainsKey(assetId) || (IsFull ? Count() : Add(
            $"Batch {batch}, row {row}: {UnknownId.Message("asset", assetId, assetClasses.Keys)}",
            new InvalidPlace($"[{row}].assetId", IdCheck.Given(assetId), "must be an asset that is known")));

    /// <summary>Whether a time is told in UTC; refuses the row where it is not.</summary>
    public bool IsUtc(int row, string column, DateTimeOffset instant) => instant.Offset == TimeSpan.Zero
        || Refuse(row, $"{column} {instant.ToString("O", CultureInfo.InvariantCulture)} must be UTC: convert it");

    /// <summary>Whether a row breaks no rule; refuses it with each rule that it breaks.</summary>
    public bool IsGood(int row, ImmutableArray<RowFault> faults)
    {
        if (faults.IsEmpty)
        {
            return true;
        }

        var words = string.Join("; ", faults.Select(fault => $"{fault.Column} {fault.Value} {fault.Rule}"));
        return Add(
            $"Batch {batch}, row {row}: {words}.",
            [.. faults.Select(fault => new InvalidPlace($"[{row}]", $"{fault.Column} {fault.Value}", fault.Rule))]);
    }

    /// <exception cref="InvalidRequestException">A row was refused; the first of them are told, and how many more there are.</exception>
    public readonly void ThrowIfAny()
    {
        if (_words is null || _places is null)
        {
            return;
        }

        var more = _more == 0 ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"And {_more:#,0} more rows are refused.") };
        throw new InvalidRequestException(string.Join(' ', _words.Concat(more))) { Places = [.. _places] };
    }

    private readonly bool IsFull => _words?.Count >= ToldMax;

    private bool Add(string words, params ReadOnlySpan<InvalidPlace> places)
    {
        if (IsFull)
        {
            return Count();
        }

        (_words ??= []).Add(words);
        (_places ??= []).AddRange(places);
        return false;
    }

    private bool Count()
    {
        _more++;
        return false;
    }
}
