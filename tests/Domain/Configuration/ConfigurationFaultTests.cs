using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

/// <summary>Each kind of fault is reported once, at its line and path, with the rule.</summary>
public sealed class ConfigurationFaultTests
{
    private const string A = ConfigurationCopy.Assets;
    private const string P = ConfigurationCopy.Phases;
    private const string S = ConfigurationCopy.Sources;

    [Theory]
    // values and types
    [InlineData(A, "NVDA:", "max_position: 0.10", "max_position: 0.5", "assets.NVDA.risk.max_position", "found 0.5; must be 0.02 to 0.10")]
    [InlineData(A, "NVDA:", "max_position: 0.10", "max_position: a lot",
        "assets.NVDA.risk.max_position", "found a lot; must be a number, 0.02 to 0.10")]
    [InlineData(A, "NVDA:", "max_position: 0.10", "max_position: \"0.10\"",
        "assets.NVDA.risk.max_position", "found \"0.10\"; must be a number")]
    [InlineData(A, "NVDA:", "max_position: 0.10", "max_position:",
        "assets.NVDA.risk.max_position", "found an empty value; must be a number")]
    [InlineData(A, "NVDA:", "max_position: 0.10", "max_position: [0.10]",
        "assets.NVDA.risk.max_position", "found a list; must be a number")]
    [InlineData(A, "approvals:", "  within_hours: 24", "  within_hours: 24\nportfolios: { spare: { daily_loss_limit: 0.06 } }",
        "portfolios.spare.daily_loss_limit", "found 0.06; must be 0.001 to 0.05")]
    [InlineData(A, "approvals:", "  within_hours: 24", "  within_hours: 24\nportfolios: { spare: { daily_los_limit: 0.02 } }",
        "portfolios.spare.daily_los_limit", "unknown key 'daily_los_limit'")]
    [InlineData(A, "NVDA:", "volatility_score: 7", "volatility_score: 11",
        "assets.NVDA.risk.volatility_score", "found 11; must be 1 to 10")]
    [InlineData(A, "NVDA:", "volatility_score: 7", "volatility_score: 7.5",
        "assets.NVDA.risk.volatility_score", "must be a whole number, 1 to 10")]
    [InlineData(A, "NVDA:", "enabled: false", "enabled: no", "assets.NVDA.enabled", "found no; must be true or false")]
    [InlineData(A, "NVDA:", "fraction: 0.08", "fraction: 0.01", "assets.NVDA.risk.stop_loss.fraction", "found 0.01; must be 0.05 to 0.20")]
    [InlineData(A, "NVDA:", "{ fraction: 0.08 }", "{ fraction: 0.08, pips: 5 }",
        "assets.NVDA.risk.stop_loss", "found both fraction and pips")]
    [InlineData(A, "NVDA:", "{ fraction: 0.08 }", "{}", "assets.NVDA.risk.stop_loss", "found neither fraction nor pips")]
    [InlineData(A, "NVDA:", "min_trade_size: 0.0001 ", "min_trade_size: 0.00015 ",
        "assets.NVDA.risk.min_trade_size", "at most quantity_precision (4) decimals")]
    [InlineData(A, "NVDA:", "min_trade_size: 0.0001 ", "quantity_step: 0.01\n      min_trade_size: 0.0001 ",
        "assets.NVDA.risk.min_trade_size", "must be a multiple of quantity_step (0.01)")]
    [InlineData(A, "NVDA:", "min_notional: 1", "price_tick: 0.005",
        "assets.NVDA.risk.price_tick", "must have at most price_precision (2) decimals")]
    [InlineData(A, "  forex:", "allow_short: true", "allow_short: yes", "asset_classes.forex.orders.allow_short", "must be true or false")]
    [InlineData(A, "  forex:", "price_collar: 0.02", "price_collar: 2",
        "asset_classes.forex.orders.price_collar", "found 2; must be 0.001 to 1.00")]
    [InlineData(A, "  TQQQ:", "product_leverage: 3", "product_leverage: 30",
        "assets.TQQQ.risk.product_leverage", "found 30; must be 1 to 10")]
    [InlineData(A, "NVDA:", "semiconductor_index:", "semiconductors_index:",
        "assets.NVDA.leading_indicators.semiconductors_index", "must be an indicator that fred has: semiconductor_index, volatility_index")]
    [InlineData(A, "NVDA:", "name: NVIDIA", "name: ' '", "assets.NVDA.name", "must be a text of 1 to 120 characters")]
    [InlineData(A, "  TSLA:", "\"@elonmusk\"", "elonmusk",
        "assets.TSLA.risk.special_rules.watched_accounts[0]", "must be an account with its '@'")]
    [InlineData(A, "global_risk:", "daily_loss_limit: 0.05", "daily_loss_limit: 5",
        "global_risk.daily_loss_limit", "found 5; must be 0.001 to 0.50")]
    [InlineData(A, "  speculative:", "default_position: 0.02", "default_position: 0.06",
        "asset_classes.speculative.default_position", "at most max_allocation")]
    [InlineData(P, "phase_1", "mode: total", "mode: totl",
        "phases.phase_1_stocks.requires.crypto_profitable_days.mode", "one of total, consecutive; did you mean 'total'?")]
    [InlineData(P, "phase_1", "at_least: 30", "at_least: 61",
        "phases.phase_1_stocks.requires.crypto_profitable_days.at_least", "found 61; must be 1 to 60")]
    [InlineData(P, "phase_1", "less_than: 0.15", "more_than: 0.15",
        "phases.phase_1_stocks.requires.max_drawdown_max.more_than", "must be at_most or less_than")]
    [InlineData(P, "phase_1", "more_than: 1.5, ", "", "phases.phase_1_stocks.requires.sharpe_ratio_min", "found no threshold")]
    [InlineData(P, "phase_1", "window_days: 60 }", "window_days: 60, basis: days }",
        "phases.phase_1_stocks.requires.sharpe_ratio_min.basis", "must be left out")]
    [InlineData(P, "phase_1", "data_source, any_of", "data_source, minimum_coverage: 1.5, window_days: 30, any_of",
        "phases.phase_1_stocks.requires.stock_data_source.minimum_coverage", "found 1.5; must be 0.01 to 1.00")]
    [InlineData(P, "phase_1", "data_source, any_of", "data_source, window_days: 30, any_of",
        "phases.phase_1_stocks.requires.stock_data_source.window_days", "must be left out where there is no minimum_coverage")]
    [InlineData(P, "phase_1", "data_source, any_of", "data_source, minimum_coverage: 0.9, any_of",
        "phases.phase_1_stocks.requires.stock_data_source.window_days", "found nothing; must be a whole number, 2 to 3650")]
    [InlineData(P, "phase_1", "{ metric: data_source, any_of: [alpaca, polygon, alpha_vantage] }", "{ metric: halt_free }",
        "phases.phase_1_stocks.requires.stock_data_source.window_days", "found nothing; must be a whole number, 2 to 3650")]
    [InlineData(P, "phase_1", "{ metric: data_source, any_of: [alpaca, polygon, alpha_vantage] }",
        "{ metric: drill, window_days: 90, at_most: 0.5 }",
        "phases.phase_1_stocks.requires.stock_data_source.at_most", "must be left out where the metric is drill")]
    [InlineData(P, "phase_1", "{ metric: sharpe_ratio, more_than: 1.5,", "{ metric: sharpe_ratio, minimum_coverage: 0.9, more_than: 1.5,",
        "phases.phase_1_stocks.requires.sharpe_ratio_min.minimum_coverage", "must be left out where the metric is not data_source")]
    [InlineData(P, "phase_1", "recommended: 5000", "recommended: 50",
        "phases.phase_1_stocks.capital.recommended", "must be at least the minimum")]
    [InlineData(P, "phase_1", "stock_data_source:", "capital_minimum:",
        "phases.phase_1_stocks.requires.capital_minimum", "must have another name")]
    [InlineData(P, "phase_1", "auto_activate: false", "active_from_start: true\n    order: 1",
        "phases.phase_1_stocks.order", "found 'order' again; must be given once")]
    [InlineData(S, "  oanda:", "every_seconds: 60 }", "every_seconds: 60, trades: true }",
        "sources.oanda.datasets.quotes.trades", "must be false or left out: the stream of oanda has no trades")]
    [InlineData(S, "  ccxt_binance:", "trades: true }", "trades: maybe }",
        "sources.ccxt_binance.datasets.quotes.trades", "must be true or false")]
    [InlineData(S, "  ccxt_binance:", "history_days: 90 }", "history_days: 90, trades: true }",
        "sources.ccxt_binance.datasets.candles-1h.trades", "trades come beside quotes that are pushed")]
    [InlineData(S, "polygon:", "https:", "http:", "sources.polygon.live_url", "must be an address that starts with https://")]
    [InlineData(S, "polygon:", "limit: 5 ", "limit: 0 ", "sources.polygon.rate_windows.second.limit", "must be 1 to 100000000")]
    [InlineData(S, "alpha_vantage:", "seconds: 60", "seconds: 1", "sources.alpha_vantage.rate_windows.minute.seconds", "must differ")]
    [InlineData(S, "ccxt_binance:", "candles-1h:", "candles-2h:",
        "sources.ccxt_binance.datasets.candles-2h", "must be one of quotes, candles-1m")]
    [InlineData(S, "ccxt_binance:", "every_seconds: 60, trades", "every_seconds: 60, history_days: 3, trades",
        "sources.ccxt_binance.datasets.quotes.history_days", "quotes have no history")]
    // keys
    [InlineData(A, "NVDA:", "max_position:", "max_positon:",
        "assets.NVDA.risk.max_positon", "found the unknown key 'max_positon'; known here are")]
    [InlineData(A, "NVDA:", "volatility_score:", "volatilty_score:",
        "assets.NVDA.risk.volatilty_score", "did you mean 'volatility_score'?")]
    [InlineData(A, "NVDA:", "price_precision: 2\n", "quantity_precision: 4\n",
        "assets.NVDA.risk.quantity_precision", "found 'quantity_precision' again", 2)]
    [InlineData(A, "  AMD: ", "AMD:", "amd:", "assets.amd", "must be an asset's id", 2)]
    // references
    [InlineData(A, "NVDA:", "class: stocks", "class: stoks", "assets.NVDA.class", "must be a class of")]
    [InlineData(A, "NVDA:", "phase: phase_1_stocks", "phase: phase_1_stonks", "assets.NVDA.phase", "did you mean 'phase_1_stocks'?")]
    [InlineData(A, "NVDA:", "optional: [polygon", "optional: [polygone", "assets.NVDA.sources.optional[0]", "did you mean 'polygon'?")]
    [InlineData(A, "NVDA:", "optional: [polygon, ", "optional: [polygon, glassnode, ",
        "assets.NVDA.sources.optional[1]", "must be a source that serves the class stocks")]
    [InlineData(A, "NVDA:", "optional: [polygon, ", "optional: [polygon, alpaca, ",
        "assets.NVDA.sources.optional[1]", "must not be optional and required at once")]
    [InlineData(A, "NVDA:", "optional: [polygon, ", "optional: [polygon, polygon, ",
        "assets.NVDA.sources.optional[1]", "must stand in the list once")]
    [InlineData(A, "NVDA:", "{ alpaca: NVDA, ", "{ ", "assets.NVDA.symbols", "found no symbol at alpaca")]
    [InlineData(A, "NVDA:", "{ alpaca: NVDA, ", "{ alpaca: NVDA, oanda: NVDA, ",
        "assets.NVDA.symbols.oanda", "must be one of its sources")]
    [InlineData(A, "NVDA:", "{ source: polygon", "{ source: twitter",
        "assets.NVDA.leading_indicators.options_flow.source", "must be one of its sources")]
    [InlineData(P, "phase_1", "any_of: [alpaca", "any_of: [alpacca",
        "phases.phase_1_stocks.requires.stock_data_source.any_of[0]", "did you mean 'alpaca'?")]
    [InlineData(P, "phase_1", "scope: crypto", "scope: cripto",
        "phases.phase_1_stocks.requires.crypto_profitable_days.scope", "did you mean 'crypto'?")]
    [InlineData(P, "phase_1", "[NVDA, ", "[NVDIA, NVDA, ", "phases.phase_1_stocks.activates.assets[0]", "did you mean 'NVDA'?")]
    [InlineData(P, "phase_1", "[NVDA, ", "[GBP/JPY, NVDA, ", "phases.phase_1_stocks.activates.assets[0]", "must be an asset of this phase")]
    [InlineData(P, "phase_2", "order: 2", "order: 1", "phases.phase_2_leveraged_etfs.order", "must be free; phase_1_stocks has it")]
    [InlineData(P, "phase_2", "order: 2", "order: 7", "phases.phase_2_leveraged_etfs.order", "found 7; must be 0 to 6")]
    [InlineData(P, "phase_2", "auto_activate: false", "active_from_start: true",
        "phases.phase_2_leveraged_etfs.active_from_start", "must be false, as an earlier phase")]
    [InlineData(S, "polygon:", "classes: [stocks", "classes: [stock", "sources.polygon.classes[0]", "did you mean 'stocks'?")]
    [InlineData(A, "conversions:", "USD/JPY:", "EUR/JPY:", "conversions.EUR/JPY", "must be a pair with the US dollar on one side", 1)]
    [InlineData(A, "conversions:", "USD/JPY:", "USD/TRY:", "conversions.USD/TRY", "must be no asset")]
    [InlineData(A, "conversions:", "required: [oanda]", "required: [polygon]",
        "conversions.USD/JPY.sources.required[0]", "must be a source that serves the class conversions", 3)]
    [InlineData(A, "conversions:", "{ oanda: USD_JPY, ", "{ ", "conversions.USD/JPY.symbols", "found no symbol at oanda")]
    [InlineData(A, "NVDA:", "class: stocks", "class: conversions", "assets.NVDA.class", "must be a class of", 5)]
    // YAML itself
    [InlineData(A, "NVDA:", "    name: NVIDIA", "\tname: NVIDIA", "", "found a tab in the indentation; must be indented with spaces")]
    [InlineData(A, "NVDA:", "name: NVIDIA", "name: &n NVIDIA", "assets.NVDA.name", "found the anchor '&n'")]
    [InlineData(A, "NVDA:", "name: NVIDIA", "name: *n", "assets.NVDA.name", "found the alias '*n'")]
    [InlineData(A, "NVDA:", "name: NVIDIA", "name: !!str NVIDIA", "assets.NVDA.name", "must have no tag")]
    [InlineData(A, "NVDA:", "name: NVIDIA", "name: NVI\u0001DIA", "", "found the character U+0001")]
    [InlineData(A, "NVDA:", "name: NVIDIA", "name: NVIDIA: x", "", "must be YAML")]
    public void Read_OneFault_IsReportedWithItsPlace(
        string file, string anchor, string old, string replacement, string path, string message, int count = 1)
    {
        using var copy = new ConfigurationCopy();
        var line = copy.Replace(file, anchor, old, replacement) + replacement.Count(character => character == '\n');

        var result = copy.Read();

        Assert.Null(result.Configuration);
        var fault = Assert.Single(result.Faults, fault => fault.Line == line && fault.Path == path);
        Assert.EndsWith(file, fault.File, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.True(result.Faults.Length == count, string.Join(Environment.NewLine, result.Faults));
    }

    [Fact]
    public void Message_AFault_HasPlacePathFoundAndRule()
    {
        var fault = new ConfigurationFault(
            "config/assets_config.yaml", 42, 7, "assets.NVDA.risk.max_position", "0.5", "must be 0.02 to 0.10");

        Assert.Equal("config/assets_config.yaml:42:7 assets.NVDA.risk.max_position: found 0.5; must be 0.02 to 0.10", fault.Message);
    }

    [Fact]
    public void Read_TradesOfASourceThatPushesNothing_SaysWhatIsMissing()
    {
        using var copy = new ConfigurationCopy();
        copy.Replace(S, "  ccxt_binance:", "    stream_url: wss://data-stream.binance.vision/stream    # public data only\n", "");
        var fault = Assert.Single(copy.Read().Faults);

        Assert.Equal("sources.ccxt_binance.datasets.quotes.trades", fault.Path);
        Assert.Contains("trades are only pushed, and the source has no stream_url", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingKey_IsReportedAtItsSection()
    {
        using var copy = new ConfigurationCopy();
        var line = copy.Replace(A, "  NVDA:", "      price_precision: 2\n", "");
        var fault = Assert.Single(copy.Read().Faults);

        Assert.Equal("assets.NVDA.risk.price_precision", fault.Path);
        Assert.Equal("nothing", fault.Found);
        Assert.InRange(fault.Line, line - 6, line);
    }

    [Fact]
    public void Read_FiveFaultsInOneFile_ListsAllInOrder()
    {
        using var copy = new ConfigurationCopy();
        int[] lines =
        [
            copy.Replace(A, "global_risk:", "max_portfolio_heat: 0.25", "max_portfolio_heat: 25"),
            copy.Replace(A, "  stocks:", "max_positions: 5", "max_postions: 5"),
            copy.Replace(A, "  NVDA:", "phase: phase_1_stocks", "phase: phase_9"),
            copy.Replace(A, "  TSLA:", "enabled: false", "enabled: maybe"),
            copy.Replace(A, "  GME:", "max_position: 0.02", "max_position: 0.20"),
        ];

        var faults = copy.Read().Faults;

        Assert.Equal(lines, faults.Select(fault => fault.Line));
    }

    [Fact]
    public void Read_SyntaxErrorAfterOtherFaults_ListsThemToo()
    {
        using var copy = new ConfigurationCopy();
        var early = copy.Replace(A, "  NVDA:", "max_position: 0.10", "max_position: 0.5");
        var late = copy.Replace(A, "  GME:", "name: GameStop", "name: [GameStop");

        var lines = copy.Read().Faults.Select(fault => fault.Line).ToList();

        Assert.Equal(early, lines[0]);
        Assert.Equal(2, lines.Count);
        Assert.InRange(lines[1], late, late + 2);
    }

    [Fact]
    public void Read_CredentialInsteadOfAVariable_IsNotRepeated()
    {
        using var copy = new ConfigurationCopy();
        copy.Replace(S, "polygon:", "[POLYGON_API_KEY]", "[sk-live-5f2a9c]");

        var fault = Assert.Single(copy.Read().Faults);

        Assert.Equal("sources.polygon.key_variables[0]", fault.Path);
        Assert.DoesNotContain("sk-live", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found an empty file")]
    [InlineData("# nothing\n", "found only comments")]
    [InlineData("- 1\n", "found a list; must be a map")]
    [InlineData("just words\n", "found just words; must be a map")]
    public void Read_FileWithoutSettings_SaysSo(string text, string message)
    {
        using var copy = new ConfigurationCopy();
        File.WriteAllText(copy.PathOf(P), text);

        var fault = Assert.Single(copy.Read().Faults);

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AbsentDirectory_NamesTheThreeFiles()
    {
        var absent = Path.Combine(Path.GetTempPath(), "no-such-directory-of-assets");
        var result = ConfigurationReader.Read(absent, VendorCatalogue.Descriptors);

        Assert.Equal(3, result.Faults.Length);
        Assert.All(result.Faults, fault => Assert.Contains("found no such file", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_HugeFile_IsRefused()
    {
        using var copy = new ConfigurationCopy();
        File.AppendAllText(copy.PathOf(S), "#" + new string('x', 300_000));

        Assert.Contains("more than 262144 bytes", Assert.Single(copy.Read().Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("? ")]
    public void Read_DeepNesting_IsRefused(string opening)
    {
        using var copy = new ConfigurationCopy();
        File.WriteAllText(copy.PathOf(S), "sources: " + string.Concat(Enumerable.Repeat(opening, 60_000)));

        Assert.Equal(1, Assert.Single(copy.Read().Faults).Line);
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_NameTheLine()
    {
        using var copy = new ConfigurationCopy();
        File.WriteAllBytes(copy.PathOf(S), [.. Encoding.UTF8.GetBytes("# one\n# two\nx: "), 0xC3, 0x28]);

        var fault = Assert.Single(copy.Read().Faults);

        Assert.Equal((3, 4, "a byte that is no UTF-8"), (fault.Line, fault.Column, fault.Found));
    }
}
