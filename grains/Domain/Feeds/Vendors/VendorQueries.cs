using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds.Vendors;

/// <summary>Asks for closed candles that open at or after <paramref name="From"/>.</summary>
/// <param name="Symbol">The asset's name at the vendor.</param>
/// <param name="MayBeNegative">Whether prices of 0 and less are sound.</param>
public sealed record CandleQuery(string AssetId, string Symbol, Timeframe Timeframe, DateTimeOffset From, bool MayBeNegative = false);

/// <summary>Asks for the values of an indicator at or after <paramref name="From"/>.</summary>
/// <param name="Symbol">The asset's name at the vendor.</param>
/// <param name="Indicator">The series' name in the configuration.</param>
public sealed record IndicatorQuery(string AssetId, string Symbol, string Indicator, DateTimeOffset From);

/// <summary>Asks for the mood about an asset.</summary>
/// <param name="Symbol">The asset's name at the vendor, e.g. <c>GME</c>.</param>
/// <param name="Name">The company's name, by which posts name it too.</param>
public sealed record SentimentQuery(string AssetId, string Symbol, string Name, int LookbackMinutes);

/// <summary>Asks for the posts of an account after <paramref name="From"/>.</summary>
/// <param name="Account">With its sign, e.g. <c>@elonmusk</c>.</param>
public sealed record PostQuery(string AssetId, string Symbol, string Name, string Account, DateTimeOffset From);

/// <summary>Asks for option trades at or after <paramref name="From"/>.</summary>
public sealed record FlowQuery(string AssetId, string Symbol, DateTimeOffset From);

/// <summary>Asks for the corporate actions of shares that hold from the date of <paramref name="From"/> on, in New York.</summary>
/// <param name="Shares">The assets and what they are called at the vendor; at least one.</param>
public sealed record CorporateActionQuery(ImmutableArray<ShareSymbol> Shares, DateTimeOffset From)
{
    /// <summary>The asset of a symbol; null where it was not asked for.</summary>
    public string? AssetOf(string? symbol) => Shares.FirstOrDefault(share => share.Symbol == symbol)?.AssetId;

    /// <summary>All symbols, parted by commas.</summary>
    public string Symbols => string.Join(',', Shares.Select(share => share.Symbol));
}

/// <summary>What a share is called at a vendor.</summary>
public sealed record ShareSymbol(string AssetId, string Symbol);

/// <summary>A page of rows, which are checked: it is stored as it is.</summary>
/// <param name="Rows">Ascending by time.</param>
/// <param name="ContinueFrom">Where the next page starts, null when this one reached the present.</param>
public sealed record DataPage<T>(ImmutableArray<T> Rows, DateTimeOffset? ContinueFrom);
