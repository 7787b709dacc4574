using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.DefiLlama;

namespace OrleansAssets.Sandbox.DefiLlama;

/// <summary>DefiLlama's free API over a synthetic DeFi. Histories end with today's running value.</summary>
internal sealed class DefiLlamaSandbox(TimeProvider clock)
{
    private static readonly FrozenDictionary<string, SyntheticSeries> Chains =
        new Dictionary<string, SyntheticSeries>(StringComparer.Ordinal)
        {
            ["Bitcoin"] = new("TVL Bitcoin", 5.2e9, 0.02),
            ["Ethereum"] = new("TVL Ethereum", 58e9, 0.02),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, SyntheticSeries> Protocols =
        new Dictionary<string, SyntheticSeries>(StringComparer.Ordinal)
        {
            ["aave"] = new("TVL aave", 19e9, 0.02),
            ["lido"] = new("TVL lido", 24e9, 0.02),
            ["uniswap"] = new("TVL uniswap", 4.8e9, 0.02),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, SyntheticSeries> Stablecoins =
        new Dictionary<string, SyntheticSeries>(StringComparer.Ordinal)
        {
            ["all"] = new("Stablecoins all", 215e9, 0.002),
            ["Ethereum"] = new("Stablecoins Ethereum", 120e9, 0.003),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "v2/historicalChainTvl/{name}", Chains, (context, now, series) => HistoryAsync(context, now, (writer, at, dollarsOn) =>
        {
            writer.WriteNumber("date", at.ToUnixTimeSeconds());
            writer.WriteNumber("tvl", Math.Round(dollarsOn(series), 2));
        }));
        Map(app, "stablecoincharts/{name}", Stablecoins, (context, now, series) => HistoryAsync(context, now, (writer, at, dollarsOn) =>
        {
            writer.WriteString("date", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            writer.WriteStartObject("totalCirculatingUSD");
            writer.WriteNumber("peggedUSD", Math.Round(dollarsOn(series) * 0.995, 2));
            writer.WriteNumber("peggedEUR", Math.Round(dollarsOn(series) * 0.005, 2));
            writer.WriteEndObject();
        }));
        Map(app, "tvl/{name}", Protocols, (context, now, series) => SandboxJson.WriteAsync(
            context, StatusCodes.Status200OK, writer => writer.WriteNumberValue(Math.Round(series.At(now), 2))));
    }

    private void Map(
        IEndpointRouteBuilder app, string path, FrozenDictionary<string, SyntheticSeries> known,
        Func<HttpContext, DateTimeOffset, SyntheticSeries, Task> answer)
        => app.MapSynthetic($"/sandbox/{DefiLlamaVendor.Id}/{path}", clock, (context, now)
            => known.TryGetValue($"{context.Request.RouteValues["name"]}", out var series)
                ? answer(context, now, series)
                : SandboxJson.WriteObjectAsync(
                    context, StatusCodes.Status400BadRequest, writer => writer.WriteString("message", "Protocol not found")));

    private static Task HistoryAsync(
        HttpContext context, DateTimeOffset now, Action<Utf8JsonWriter, DateTimeOffset, Func<SyntheticSeries, double>> writeRow)
        => SandboxJson.WriteAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray();
            foreach (var (date, start) in SandboxDays.Between(DateTimeOffset.MinValue, now))
            {
                writer.WriteStartObject();
                writeRow(writer, start, series => series.On(date));
                writer.WriteEndObject();
            }

            writer.WriteStartObject();
            writeRow(writer, SandboxDays.StartOf(DateOnly.FromDateTime(now.UtcDateTime)), series => series.At(now));
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
}
