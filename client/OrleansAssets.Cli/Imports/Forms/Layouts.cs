using System.Collections.Immutable;
using static OrleansAssets.Cli.Imports.Forms.LayoutColumn;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>All layouts that are known, those with the more telling headers first.</summary>
internal static class Layouts
{
    private static readonly ImmutableArray<LayoutColumn> Prices =
        [Of("open"), Of("high"), Of("low"), Of("close"), Of("volume", "volume", "tickvol")];

    /// <summary>The header of klines, which Binance's files of spot markets leave out.</summary>
    public static ImmutableArray<string> KlineHeader { get; } =
    [
        "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count", "taker_buy_volume",
        "taker_buy_quote_volume", "ignore",
    ];

    public static ImmutableArray<Layout> All { get; } =
    [
        new("trades", ImportKind.Trades, "our own", Own(
            "trade_id", "asset", "side", "quantity", "opened_at", "entry_price", "closed_at", "exit_price", "fees", "strategy", "currency",
            "fee_currency"))
        {
            IsOwn = true, Signature = ["trade_id", "asset", "side", "quantity", "opened_at", "entry_price"],
        },
        new("equity", ImportKind.Equity, "our own", Own("date", "equity", "cash_flow", "currency"))
        {
            IsOwn = true, Signature = ["date", "equity"],
        },
        new("fills", ImportKind.Fills, "our own", Own(
            "fill_id", "asset", "side", "quantity", "price", "executed_at", "fee", "fee_currency", "currency", "strategy"))
        {
            IsOwn = true, Signature = ["fill_id", "asset", "side", "quantity", "price", "executed_at"],
        },
        new("alpaca-bars", ImportKind.Candles, "Alpaca, get_stock_bars as a frame", [
            Of("timestamp", "timestamp", "t"), Of("asset", "symbol"), .. Prices])
        {
            Signature = ["timestamp", "open", "close", "volume", "trade_count", "vwap"],
        },
        new("binance-klines", ImportKind.Candles, "Binance, klines", [Of("timestamp", "open_time", "Open time"), .. Prices])
        {
            Signature = ["open_time", "open", "high", "low", "close", "volume", "close_time"], BareColumns = KlineHeader.Length,
        },
        new("mt5-bars", ImportKind.Candles, "MetaTrader 5, bars", [Of("timestamp", "date"), Of("time_of_day", "time"), .. MetaVolume()])
        {
            Signature = ["date", "open", "high", "low", "close", "tickvol", "spread"], Note = BrokersClock,
        },
        new("oanda-candles", ImportKind.Candles, "OANDA, candles", [
            Of("timestamp", "time"), Of("open", "mid.o", "mid_o", "o"), Of("high", "mid.h", "mid_h", "h"), Of("low", "mid.l", "mid_l", "l"),
            Of("close", "mid.c", "mid_c", "c"), Of("volume"), Of("kind", "complete")])
        {
            Signature = ["time", "volume", "complete"], KeptKinds = ["true", ""], KindName = "complete",
        },
        new("yfinance", ImportKind.Candles, "yfinance, a frame with two rows of headers", [Of("timestamp", "price"), .. Prices])
        {
            Signature = ["price", "close", "high", "low", "open", "volume"], MoreHeaders = ["ticker", "date", "datetime"],
        },
        new("yahoo", ImportKind.Candles, "Yahoo", [Of("timestamp", "date", "datetime"), .. Prices])
        {
            Signature = ["open", "high", "low", "close", "adj close", "volume"],
            Note = "'Adj Close' is not read: a candle has the prices that were traded, splits taken out and dividends not",
        },
        new("candles", ImportKind.Candles, "our own", Own("timestamp", "open", "high", "low", "close", "volume", "asset", "timeframe"))
        {
            IsOwn = true, Signature = ["timestamp", "open", "high", "low", "close", "volume"], Without = ["symbol", "ticker"],
        },
        new("pandas", ImportKind.Candles, "a frame of pandas", [
            Of("timestamp", "timestamp", "datetime", "date", "time", "open_time", "index", ""), Of("asset", "symbol", "ticker", "asset"),
            Of("timeframe"), .. Prices])
        {
            Signature = ["open", "high", "low", "close", "volume"],
        },
        new("binance-trades", ImportKind.Fills, "Binance, trade history", [
            Of("executed_at", "Date(UTC)", "Time"), Of("asset", "Pair"), Of("side", "Side"), Of("price", "Price"),
            Of("quantity", "Executed"), Of("fee", "Fee")])
        {
            Signature = ["pair", "side", "price", "executed", "amount", "fee"], UnitsInCells = true,
        },
        new("binance-trades-old", ImportKind.Fills, "Binance, trade history until 2021", [
            Of("executed_at", "Date(UTC)"), Of("asset", "Market"), Of("side", "Type"), Of("price", "Price"), Of("quantity", "Amount"),
            Of("fee", "Fee"), Of("fee_currency", "Fee Coin")])
        {
            Signature = ["date(utc)", "market", "type", "price", "amount", "total", "fee", "fee coin"],
        },
        new("alpaca-activities", ImportKind.Fills, "Alpaca, account activities", [
            Of("fill_id", "id"), Of("executed_at", "transaction_time"), Of("asset", "symbol"), Of("side"), Of("quantity", "qty"),
            Of("price"), Of("kind", "activity_type")])
        {
            Signature = ["activity_type", "transaction_time", "side", "qty", "price", "symbol"], KeptKinds = ["fill"],
            Note = "dividends, interest and fees among the activities are read by 'assets import events'",
        },
        new("oanda-transactions", ImportKind.Fills, "OANDA, transactions", [
            Of("fill_id", "id"), Of("executed_at", "time"), Of("asset", "instrument"), Of("quantity", "units"), Of("price"),
            Of("fee", "commission"), Of("kind", "type")])
        {
            Signature = ["id", "time", "type", "instrument", "units", "price"], KeptKinds = ["order_fill"], FeeCurrency = "USD",
            Note = "commissions are in the account's own currency, taken as USD (--fee-currency); financing is read by 'import events'",
        },
        new("mt5-deals", ImportKind.Fills, "MetaTrader 5, deals of the history", [
            Of("fill_id", "deal"), Of("executed_at", "time"), Of("asset", "symbol"), Of("side", "type"), Of("quantity", "volume"),
            Of("price"), Of("fee", "commission"), Of("more_fee", "fee"), Of("kind", "type")])
        {
            Signature = ["time", "deal", "symbol", "type", "direction", "volume", "price"], KeptKinds = ["buy", "sell"],
            FeesAreNegative = true, FeeCurrency = "USD", InLots = true, Note = BrokersClock,
        },
        new("ib-flex", ImportKind.Fills, "Interactive Brokers, flex query of trades", [
            Of("fill_id", "tradeid", "transactionid"), Of("executed_at", "datetime", "date/time"), Of("asset", "symbol"),
            Of("side", "buy/sell"), Of("quantity"), Of("price", "tradeprice", "price"), Of("fee", "ibcommission", "commission"),
            Of("fee_currency", "ibcommissioncurrency", "commissioncurrency"), Of("currency", "currencyprimary", "currency"),
            Of("kind", "levelofdetail")])
        {
            Signature = ["symbol", "buy/sell", "quantity", "tradeprice", "ibcommission"], KeptKinds = ["execution", ""],
            FeesAreNegative = true, TimeZone = "America/New_York",
        },
        .. EventLayouts.All,
    ];

    internal static string BrokersClock =>
        "times are of the broker's server, whose zone the file does not tell: taken as UTC (--time-zone)";

    public static Layout OwnOf(ImportKind kind) => All.First(layout => layout.IsOwn && layout.Kind == kind);

    internal static ImmutableArray<LayoutColumn> Own(params ImmutableArray<string> names) => [.. names.Select(name => Of(name))];

    // Bars of currencies count ticks, and have a volume of 0 beside that.
    private static ImmutableArray<LayoutColumn> MetaVolume() => [.. Prices[..^1], Of("volume", "tickvol")];
}
