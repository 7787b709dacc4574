using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>Compares a book with every limit that it can break by itself, as prices move.</summary>
public static class ReviewRules
{
    public static PortfolioReview Review(ReviewInput input)
    {
        var exposures = Exposure.OfBook(input.Book, [.. input.Assets.Select(OtherAsset.Of)], input.ExchangeRates);
        var groups = Groups(input, exposures);
        LimitUse[] uses =
        [
            Loss(input, RuleCodes.Drawdown, input.Book.PeakEquity, input.Limits.EmergencyStopDrawdown),
            Loss(input, RuleCodes.DailyLoss, input.Book.DayAnchorEquity, input.Limits.DailyLossLimit),
            .. OfAssets(input, exposures),
            .. OfClasses(input, exposures),
            .. OfPortfolio(input, exposures),
            .. groups.Select(group => OfGroup(input, exposures, group)),
        ];
        return new PortfolioReview(
            input.PortfolioId,
            input.Book.Currency,
            input.Book.Equity,
            input.Book.PeakEquity,
            input.Book.DayAnchorEquity,
            [.. uses.OrderByDescending(use => use.Breached).ThenByDescending(use => use.Limit > 0 ? use.Used / use.Limit : 0)],
            groups,
            input.RiskModel.AsOf,
            input.Book.Halts);
    }

    private static LimitUse Loss(ReviewInput input, string code, decimal reference, decimal part)
    {
        var loss = new LossMeasure(new Money(reference, input.Currency), input.Equity, part);
        var none = Money.Zero(input.Currency);
        return Use(input, code, $"portfolio {input.PortfolioId}", loss.Most, none, loss.Loss) with { Breached = loss.IsReached };
    }

    // A class's factor is a limit of its own only where it asks for less than the asset's part.
    private static IEnumerable<LimitUse> OfAssets(ReviewInput input, ImmutableArray<Exposure> exposures)
    {
        foreach (var exposure in exposures)
        {
            if (input.Assets.FirstOrDefault(known => known.Id == exposure.AssetId) is not { Risk.MaxPosition: var most } asset)
            {
                continue;
            }

            yield return Use(
                input, RuleCodes.AssetMaxPosition, $"asset {asset.Id}", RiskLimits.AssetMaximum(input.Equity, most).Amount,
                exposure.Reserved, exposure.Total);
            if (input.Classes.FirstOrDefault(known => known.Id == asset.ClassId) is { RiskMultiplier: < 1 and var factor })
            {
                yield return Use(
                    input, RuleCodes.ClassRiskMultiplier, $"asset {asset.Id}",
                    RiskLimits.RiskMultiplier(input.Equity, most, factor).Amount, exposure.Reserved, exposure.Total);
            }
        }
    }

    private static IEnumerable<LimitUse> OfClasses(ReviewInput input, ImmutableArray<Exposure> exposures)
    {
        foreach (var own in input.Classes.OrderBy(own => own.Id, StringComparer.Ordinal))
        {
            var members = exposures.Where(exposure => exposure.ClassId == own.Id).ToList();
            var othersEnabled = input.Classes.Any(known => known.Enabled && known.Id != own.Id);
            var limit = RiskLimits.Class(input.Equity, own.MaxAllocation, input.Limits.MaxSingleClass, othersEnabled).Amount;
            var reserved = members.Sum(input.Currency, exposure => exposure.Reserved);
            var used = members.Sum(input.Currency, exposure => exposure.Total);
            yield return Use(input, RuleCodes.ClassLimit, $"class {own.Id}", limit, reserved, used);
            var open = members.Count(exposure => exposure.IsOpen);
            yield return Use(input, RuleCodes.ClassPositions, $"class {own.Id}", own.MaxPositions, 0, open) with { Unit = "positions" };
        }
    }

    private static IEnumerable<LimitUse> OfPortfolio(ReviewInput input, ImmutableArray<Exposure> exposures)
    {
        var (scope, equity, limits) = ($"portfolio {input.PortfolioId}", input.Equity, input.Limits);
        yield return Use(
            input, RuleCodes.PortfolioHeat, scope, RiskLimits.Heat(equity, limits.MaxPortfolioHeat).Amount,
            exposures.Sum(input.Currency, exposure => exposure.ReservedHeat),
            exposures.Sum(input.Currency, exposure => exposure.Heat + exposure.ReservedHeat));
        yield return Use(
            input, RuleCodes.GrossLeverage, scope, RiskLimits.Leverage(equity, limits.Orders.MaxGrossLeverage).Amount,
            exposures.Sum(input.Currency, exposure => exposure.ReservedExposure),
            exposures.Sum(input.Currency, exposure => exposure.HeldExposure + exposure.ReservedExposure));
        yield return Use(
            input, RuleCodes.Cash, scope, Amounts.Cents(equity.OrZero()),
            exposures.Sum(input.Currency, exposure => exposure.Reserved / exposure.LeverageLimit),
            exposures.Sum(input.Currency, exposure => exposure.Total / exposure.LeverageLimit));
    }

    private static LimitUse OfGroup(ReviewInput input, ImmutableArray<Exposure> exposures, AssetGroup group) => Use(
        input,
        RuleCodes.CorrelatedExposure,
        $"group of {string.Join(", ", group.AssetIds)}",
        RiskLimits.Correlated(input.Equity, input.Limits.MaxCorrelatedExposure).Amount,
        exposures.Where(exposure => group.AssetIds.Contains(exposure.AssetId, StringComparer.Ordinal))
            .Sum(input.Currency, exposure => exposure.ReservedExposure),
        new Money(group.Exposure, input.Currency));

    private static ImmutableArray<AssetGroup> Groups(ReviewInput input, ImmutableArray<Exposure> exposures)
    {
        var held = exposures.Where(exposure => exposure.Total.IsPositive).ToList();
        var groups = CorrelationGroups.Of(
            held.Select(exposure => new SidedAsset(exposure.AssetId, exposure.Side)), input.RiskModel.Pairs,
            input.Limits.CorrelationThreshold);
        return [.. groups.Select(ids => new AssetGroup(
            ids, held.Where(exposure => ids.Contains(exposure.AssetId, StringComparer.Ordinal))
                .Sum(input.Currency, exposure => exposure.HeldExposure + exposure.ReservedExposure).Amount))];
    }

    private static LimitUse Use(ReviewInput input, string code, string scope, Money limit, Money reserved, Money used) =>
        Use(input, code, scope, limit.Amount, reserved.Amount, used.Amount);

    private static LimitUse Use(ReviewInput input, string code, string scope, decimal limit, decimal reserved, decimal used) =>
        new(code, scope, input.Book.Currency, limit, reserved, used, limit - used, used > limit);
}

/// <summary>All that a review of a book depends on.</summary>
/// <param name="Assets">What the configuration has of the assets that are held or reserved.</param>
public sealed record ReviewInput(
    string PortfolioId,
    PreTradeBook Book,
    ImmutableArray<AssetDefinition> Assets,
    ImmutableArray<PreTradeClass> Classes,
    RiskModelView RiskModel,
    GlobalRisk Limits,
    ImmutableArray<ConversionRate> Rates)
{
    /// <summary>The rates as a table into the portfolio's currency.</summary>
    public ExchangeRates ExchangeRates { get; } = ConversionRate.Table(Rates, Book.Currency);

    public Currency Currency => ExchangeRates.To;

    public Money Equity => new(Book.Equity, Currency);
}
