using OrleansAssets.Catalogue;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Catalogue;

/// <summary>The configuration that runs, and those that ran before.</summary>
internal sealed class ConfigurationHistory(AssetsConfiguration configuration, IConfigurationStore versions)
{
    private const int MostMax = 1_000;

    /// <param name="hash">Of the one that is asked for; null for the one that runs.</param>
    /// <param name="under">Only values at this path and below it; null for all.</param>
    public async Task<ConfigurationView> GetAsync(string? hash, string? under, CancellationToken cancellationToken)
    {
        FieldFault.Refuse("question", [
            hash is null ? null : IdCheck.FaultOf("hash", hash), under is null ? null : IdCheck.FaultOf("under", under),
        ]);
        var isRunning = hash is null || hash == configuration.Hash;
        var content = isRunning ? ConfigurationContent.Of(configuration)
            : await versions.FindContentAsync(hash!, cancellationToken) // or it is the one that runs
                ?? throw new NotFoundException(
                    $"No configuration of the hash '{IdCheck.Given(hash)}' was applied here: 'assets config versions' lists all.");
        var asked = hash ?? configuration.Hash;
        return new ConfigurationView(
            asked, isRunning, await versions.FindAppliedAsync(asked, cancellationToken), ConfigurationContent.Values(content, under));
    }

    public async Task<ConfigurationVersionPage> FindAsync(int most, long? before, CancellationToken cancellationToken)
    {
        FieldFault.Refuse("question", [
            most is >= 1 and <= MostMax ? null : FieldFault.Give("most", most, $"1 to {MostMax}"),
            before is null or >= 1 ? null : FieldFault.Give("before", before, "the 'next' of the page before, or nothing"),
        ]);
        var read = await versions.ReadAppliedAsync(before ?? long.MaxValue, most + 1, cancellationToken);
        var shown = read.Length > most ? read[..most] : read;
        return new ConfigurationVersionPage(
            [.. shown.Select(one => one with { IsRunning = one.Hash == configuration.Hash })],
            read.Length > shown.Length ? shown[^1].Sequence : null);
    }
}
