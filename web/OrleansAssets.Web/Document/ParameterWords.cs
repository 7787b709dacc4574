using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansAssets.Web.Document;

/// <summary>What a parameter of an address means, told once for all operations that have it, with a value that there is.</summary>
internal static class ParameterWords
{
    private static readonly FrozenDictionary<string, (string Words, string? Example)> Known =
        new Dictionary<string, (string Words, string? Example)>(StringComparer.Ordinal)
        {
            ["asOf"] = ("As it was on that day; the newest without it.", null),
            ["asset"] = ("Id of an asset, a slash in it written %2F.", "BTC/USDT"),
            ["assetId"] = ("Only of this asset.", "BTC/USDT"),
            ["batch"] = ("Number of the batch, from 0.", "0"),
            ["channel"] = ("Id of a channel of notices, as the configuration has it.", "desk"),
            ["classId"] = ("Only of this asset class.", "crypto"),
            ["currency"] = ("Three to five letters.", "JPY"),
            ["dataset"] = ("What of the asset is collected.", "quotes"),
            ["decision"] = ("Id of a decision, as its answer told it.", null),
            ["enabled"] = ("Only those that are enabled, or are not.", "true"),
            ["event"] = ("Your id of a matter of the book, e.g. a dividend or a split (eventId).", null),
            ["fill"] = ("The broker's id of a fill.", null),
            ["from"] = ("From then on, UTC, inclusive.", null),
            ["halt"] = ("Id of a halt, as its answer told it.", null),
            ["hash"] = ("Hash of the last entry that is verified; the first on without it.", null),
            ["import"] = ("Id of the import, a random UUID of yours.", null),
            ["indicator"] = ("Id of a leading indicator of the asset, as listed.", null),
            ["limit"] = ("At most so many.", "100"),
            ["lookbackMinutes"] = ("Over so many minutes before now.", "1440"),
            ["notice"] = ("Number of a notice.", "1"),
            ["onlyUnusual"] = ("Only what the source calls unusual.", "true"),
            ["order"] = ("Your id of an order (clientOrderId).", null),
            ["phase"] = ("Id of a phase.", "phase_1_stocks"),
            ["portfolio"] = ("Id of a portfolio.", "main"),
            ["portfolioValue"] = ("US dollars, more than 0.", "10000"),
            ["price"] = ("Per unit in the asset's quote currency; the middle of the last quote without it.", "100"),
            ["reservation"] = ("Id of a reservation, as the approval told it.", null),
            ["sequence"] = ("Number of the last entry that is verified; the first on without it.", null),
            ["source"] = ("Id of a data source.", "ccxt_binance"),
            ["strategyId"] = ("Only of this strategy.", null),
            ["timeframe"] = ("1m, 5m, 15m, 1h, 4h or 1d.", "1d"),
            ["token"] = ("Id of a token, as listed; never the token itself.", null),
            ["until"] = ("Before then, UTC, exclusive.", null),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gives a parameter its words, where its endpoint has none of its own, and its example.</summary>
    public static void Put(OpenApiParameter parameter)
    {
        if (parameter.Name is not { } name || !Known.TryGetValue(name, out var known))
        {
            return;
        }

        parameter.Description ??= name == "classId" && parameter.In == ParameterLocation.Path ? "Id of an asset class." : known.Words;
        parameter.Example ??= known.Example is { } example ? JsonValue.Create(example) : null;
    }
}
