using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>Moves the marks of a book and looks which limits break, and when on the way. Stops are taken as not reached.</summary>
public static class WhatIfRules
{
    /// <summary>Most shocks of one question.</summary>
    public const int ShocksMax = 100;

    /// <summary>Greatest move that a refusal names: a percentage of any number has no decimal.</summary>
    private const decimal MoveTold = 1_000_000;

    /// <summary>Parts that the way is looked at in.</summary>
    internal const int Parts = 100;

    /// <param name="known">The assets of the catalogue; one that is not held moves nothing.</param>
    /// <exception cref="InvalidRequestException">Names every shock that makes no sense.</exception>
    public static WhatIfAnswer Answer(ReviewInput input, ImmutableArray<PriceShock> shocks, IReadOnlyCollection<string> known)
    {
        Check(input, shocks, known);
        var before = ReviewRules.Review(input);
        var moved = Moved(input, shocks, 1);
        var after = ReviewRules.Review(moved);
        var peak = input.Book.PeakEquity;
        return new WhatIfAnswer(
            shocks,
            moved.Book.Equity - input.Book.Equity,
            peak > 0 ? Math.Min(0, Math.Round((moved.Book.Equity / peak) - 1, 6)) : 0,
            after,
            Trips(input, shocks, before));
    }

    private static ImmutableArray<LimitTrip> Trips(ReviewInput input, ImmutableArray<PriceShock> shocks, PortfolioReview before)
    {
        var told = before.Uses.Where(use => use.Breached).Select(Name).ToHashSet();
        var trips = ImmutableArray.CreateBuilder<LimitTrip>();
        for (var part = 1; part <= Parts; part++)
        {
            var share = (decimal)part / Parts;
            foreach (var use in ReviewRules.Review(Moved(input, shocks, share)).Uses.Where(use => use.Breached && told.Add(Name(use))))
            {
                trips.Add(new LimitTrip(share, use));
            }
        }

        return trips.DrainToImmutable();
    }

    private static (string Code, string Scope) Name(LimitUse use) => (use.Code, use.Scope);

    private static ReviewInput Moved(ReviewInput input, ImmutableArray<PriceShock> shocks, decimal share)
    {
        var (positions, profit) = (ImmutableArray.CreateBuilder<HeldPosition>(), Money.Zero(input.Currency));
        foreach (var held in input.Book.Positions)
        {
            var moved = Moved(held.AssetId, held.MarkPrice, shocks, share);
            profit += ProfitOf(held.AssetId, held.MarkPrice, moved, new Quantity(held.SignedQuantity), input);
            positions.Add(held with { MarkPrice = moved });
        }

        return input with { Book = input.Book with { Positions = positions.DrainToImmutable(), Equity = (input.Equity + profit).Amount } };
    }

    /// <summary>What a price comes to by a part of the shocks.</summary>
    internal static decimal Moved(string assetId, decimal price, ImmutableArray<PriceShock> shocks, decimal share) =>
        price * (1 + ((shocks.FirstOrDefault(shock => shock.AssetId == assetId)?.Move ?? 0) * share));

    /// <summary>What a holding gains or loses, at the rate of the price that it comes to; nothing where no rate is known.</summary>
    internal static Money ProfitOf(string assetId, decimal price, decimal moved, Quantity held, ReviewInput input) =>
        UnitWorth.Of(assetId, moved, input.ExchangeRates) is { Conversion: var rate }
            ? rate.Convert(new Price(moved - price, rate.From) * held)
            : Money.Zero(input.Currency);

    private static void Check(ReviewInput input, ImmutableArray<PriceShock> shocks, IReadOnlyCollection<string> known)
    {
        var faults = new List<FieldFault>();
        if (shocks.IsDefaultOrEmpty || shocks.Length > ShocksMax)
        {
            var count = shocks.IsDefault ? 0 : shocks.Length;
            faults.Add(new FieldFault(
                "shocks", InvalidPlace.Text(count), $"must be 1 to {ShocksMax} moves", $"there are {count} shocks; give 1 to {ShocksMax}"));
        }

        foreach (var shock in faults.Count > 0 ? [] : shocks)
        {
            var given = IdCheck.Given(shock.AssetId);
            if (!known.Contains(shock.AssetId, StringComparer.Ordinal) && input.Book.Positions.All(held => held.AssetId != shock.AssetId))
            {
                faults.Add(new FieldFault(
                    Place(shock), given, "must be an asset that is known or held",
                    UnknownId.Message("asset", given, known).TrimEnd('.')));
            }

            if (shocks.Count(other => other.AssetId == shock.AssetId) > 1)
            {
                faults.Add(new FieldFault(
                    Place(shock), given, "must be moved once", $"'{given}' is moved more than once; give one move of each asset"));
            }

            if (shock.Move is <= -1 or > 10)
            {
                var move = Amounts.Percent(Math.Clamp(shock.Move, -MoveTold, MoveTold));
                faults.Add(new FieldFault(
                    Place(shock), given, $"must move by more than -100 % and at most 1,000 %, not by {move}",
                    $"'{given}' cannot move by {move}; give more than -100 % and at most 1,000 %"));
            }
        }

        if (faults.Count > 0)
        {
            throw new InvalidRequestException(
                $"The shocks are refused: {string.Join("; ", faults.Select(fault => fault.Words).Distinct(StringComparer.Ordinal))}.")
            {
                Places = [.. faults.Select(fault => fault.Told)],
            };
        }

        string Place(PriceShock shock) => $"shocks[{shocks.IndexOf(shock)}]";
    }
}
