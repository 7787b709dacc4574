using System.Collections.Immutable;
using static OrleansAssets.Cli.Imports.Forms.LayoutColumn;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>Layouts of what brokers' statements have beside trades.</summary>
internal static class EventLayouts
{
    public static ImmutableArray<Layout> All { get; } =
    [
        new("events", ImportKind.Events, "our own", Layouts.Own(
            "event_id", "kind", "booked_at", "asset", "amount", "withheld", "currency", "ex_date", "new_units", "old_units", "new_asset",
            "strategy", "note", "per_unit"))
        {
            IsOwn = true, Signature = ["event_id", "kind", "booked_at", "amount"],
        },
        With(new Layout("alpaca-events", ImportKind.Events, "Alpaca, account activities", [
            Of("event_id", "id"), Of("kind", "activity_type"), Of("booked_at", "date"), Of("asset", "symbol"), Of("amount", "net_amount"),
            Of("note", "description")])
        {
            Signature = ["id", "activity_type", "date", "net_amount"],
            Note = "trades among the activities are read by 'assets import fills'; splits are collected, or come by our own layout",
        }, [
            ("DIV", "dividend"), ("DIVCGL", "dividend"), ("DIVCGS", "dividend"), ("DIVROC", "dividend"), ("DIVTXEX", "dividend"),
            ("DIVNRA", "tax"), ("DIVFT", "tax"), ("DIVTW", "tax"), ("INT", "interest"), ("INTNRA", "tax"), ("INTTW", "tax"),
            ("FEE", "fee"), ("CFEE", "fee"), ("PTC", "fee"), ("PTR", "rebate"), ("CSD", "deposit"), ("CSW", "withdrawal"),
            ("TRANS", "deposit")]),
        With(new Layout("oanda-events", ImportKind.Events, "OANDA, transactions", [
            Of("event_id", "id"), Of("kind", "type"), Of("booked_at", "time"), Of("asset", "instrument"), Of("amount"),
            Of("more_amount", "financing"), Of("note", "comment")])
        {
            Signature = ["id", "time", "type", "accountBalance"], CostKinds = ["ORDER_FILL", "DAILY_FINANCING"],
            Note = "amounts are in the account's own currency, taken as USD (--currency)",
        }, [("TRANSFER_FUNDS", "deposit"), ("DAILY_FINANCING", "interest"), ("ORDER_FILL", "interest")]),
        With(new Layout("mt5-balance", ImportKind.Events, "MetaTrader 5, deals of the history", [
            Of("event_id", "deal"), Of("kind", "type"), Of("booked_at", "time"), Of("asset", "symbol"), Of("amount", "profit"),
            Of("more_amount", "swap"), Of("note", "comment")])
        {
            Signature = ["time", "deal", "symbol", "type", "direction", "profit", "balance"], CostKinds = ["buy", "sell"],
            Note = Layouts.BrokersClock,
        }, [
            ("balance", "deposit"), ("correction", "deposit"), ("bonus", "deposit"), ("interest", "interest"), ("charge", "fee"),
            ("commission", "fee"), ("buy", "interest"), ("sell", "interest")]),
        With(new Layout("ib-flex-cash", ImportKind.Events, "Interactive Brokers, flex query of cash transactions", [
            Of("event_id", "transactionid"), Of("kind", "type"), Of("booked_at", "datetime", "date/time", "settledate"),
            Of("asset", "symbol"), Of("amount"), Of("currency", "currencyprimary", "currency"), Of("ex_date", "exdate"),
            Of("note", "description")])
        {
            Signature = ["transactionid", "type", "amount", "symbol", "description"], TimeZone = "America/New_York",
            Note = "take the level of detail 'detail' alone: summaries tell the same amounts again",
        }, [
            ("Dividends", "dividend"), ("Payment In Lieu Of Dividends", "dividend"), ("Withholding Tax", "tax"),
            ("Broker Interest Received", "interest"), ("Broker Interest Paid", "interest"), ("Other Fees", "fee"),
            ("Deposits/Withdrawals", "deposit"), ("Deposits & Withdrawals", "deposit")]),
    ];

    // What a layout has no word for is left aside.
    private static Layout With(Layout layout, ImmutableArray<(string Theirs, string Ours)> words) =>
        layout with { KindWords = words, KeptKinds = [.. words.Select(word => word.Theirs)] };
}
