using System.Globalization;
using Microsoft.Extensions.Configuration;
using OrleansAssets.Client.Certificates;

namespace OrleansAssets.Samples.Strategy;

/// <summary>What the strategy is told.</summary>
/// <param name="Gateway">Address and port of a silo for clients.</param>
/// <param name="Token">Of the role trader; null where the silos ask for none.</param>
/// <param name="Certificates">By which the silos know the strategy; null where they ask for none.</param>
/// <param name="Portfolio">Whose money it is: a portfolio of its own, as it sells whatever that holds of the asset.</param>
/// <param name="Source">Which source's quotes it follows.</param>
/// <param name="Window">Over how many quotes it averages.</param>
/// <param name="Decisions">After so many orders that were decided it ends; 0 goes on.</param>
internal sealed record StrategySettings(
    string Gateway, string? Token, CertificateFiles? Certificates, string Portfolio, string Asset, string Source, int Window, int Decisions)
{
    /// <summary>Under this name its trades stand in the book.</summary>
    public const string StrategyId = "mean-reversion";

    public static StrategySettings Read(IConfiguration from) => new(
        from["gateway"] ?? "127.0.0.1:30000", from["token"],
        from["authority"] is { } authority && from["certificate"] is { } own ? new CertificateFiles(authority, own, from["key"]) : null,
        from["portfolio"] ?? "main", from["asset"] ?? "BTC/USDT",
        from["source"] ?? "ccxt_binance", Number(from["window"], 20), Number(from["decisions"], 0));

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);
}
