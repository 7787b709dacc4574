using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What a class, an asset or a strategy made and lost of the portfolio's money, in its currency.</summary>
/// <param name="Earned">To the end of the last day that ended, since this is kept.</param>
/// <param name="Best">The most that it had earned at the end of a day; 0 where it never had earned anything.</param>
/// <param name="DayFrom">What it had made of the present day when its loss was set anew; 0 where it was not.</param>
/// <param name="CountedFrom">From when on rejections and old marks count, as an operator looked into it then; null from ever.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ScopeRecord")]
public sealed record ScopeRecord(decimal Earned, decimal Best, decimal DayFrom, DateTimeOffset? CountedFrom)
{
    public static ScopeRecord None { get; } = new(0, 0, 0, null);

    /// <summary>Name of a scope's record, e.g. <c>AssetClass crypto</c>.</summary>
    public static string Key(HaltScope scope, string scopeId) => $"{scope} {scopeId}";

    /// <summary>The scope that a record is of.</summary>
    public static (HaltScope Scope, string Id) ScopeOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var end = key.IndexOf(' ', StringComparison.Ordinal);
        return (Enum.Parse<HaltScope>(key.AsSpan(0, end)), key[(end + 1)..]);
    }
}

/// <summary>What became of a scope's record by days, resets and new names.</summary>
public static class ScopeRecords
{
    /// <summary>Records of scopes that are long gone are forgotten, the least of them first: strategies' names come and go.</summary>
    public const int KeptMax = 500;

    public static ScopeRecord Of(PortfolioBook book, HaltScope scope, string scopeId)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Scopes.GetValueOrDefault(ScopeRecord.Key(scope, scopeId)) ?? ScopeRecord.None;
    }

    /// <summary>Every class, asset and strategy with a result: what made nothing today may be far below its best all the same.</summary>
    /// <param name="ofDay">What each made today.</param>
    public static IEnumerable<(HaltScope Scope, string Id)> ScopesOf(
        PortfolioBook book, ImmutableDictionary<(HaltScope Scope, string Id), decimal> ofDay)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(ofDay);
        return ofDay.Keys.Concat(book.Scopes.Keys.Select(ScopeRecord.ScopeOf)).Distinct();
    }

    /// <summary>What every class, asset and strategy made of the day under way, less than 0 where it lost.</summary>
    public static ImmutableDictionary<(HaltScope Scope, string Id), decimal> OfDay(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (book.Profits is not { } ledger || book.Day is not { } day)
        {
            return ImmutableDictionary<(HaltScope, string), decimal>.Empty;
        }

        var parts = ImmutableDictionary.CreateBuilder<(HaltScope Scope, string Id), decimal>();
        foreach (var row in ledger.RowsOf(book, day).Where(row => row.AssetId != ProfitLedger.NoAsset))
        {
            Add(HaltScope.AssetClass, row.ClassId, row.Profit);
            Add(HaltScope.Asset, row.AssetId, row.Profit);
            Add(HaltScope.Strategy, row.StrategyId, row.Profit);
        }

        return parts.ToImmutable();

        void Add(HaltScope scope, string? id, decimal profit)
        {
            if (id is { Length: > 0 })
            {
                parts[(scope, id)] = parts.GetValueOrDefault((scope, id)) + profit;
            }
        }
    }

    /// <summary>How a scope's loss stands beside a limit, as a part of the portfolio's equity at the start of the day.</summary>
    public static LossMeasure MeasureOf(PortfolioBook book, HaltScope scope, string scopeId, HaltCause cause, decimal limit) =>
        MeasureOf(book, scope, scopeId, OfDay(book).GetValueOrDefault((scope, scopeId)), cause, limit);

    /// <param name="ofDay">What it made of the day under way.</param>
    public static LossMeasure MeasureOf(
        PortfolioBook book, HaltScope scope, string scopeId, decimal ofDay, HaltCause cause, decimal limit)
    {
        var record = Of(book, scope, scopeId);
        var made = cause == HaltCause.ScopeDailyLoss ? ofDay - record.DayFrom : record.Earned + ofDay - record.Best;
        return new LossMeasure(book.DayStart, book.DayStart + new Money(made, Conversions.Currency), limit);
    }

    /// <summary>A day ended: what it brought is earned.</summary>
    internal static ImmutableSortedDictionary<string, ScopeRecord> EndDay(PortfolioBook book)
    {
        var ended = OfDay(book).Where(part => part.Value != 0).Aggregate(
            book.Scopes.SetItems(book.Scopes.Where(known => known.Value.DayFrom != 0)
                .Select(known => KeyValuePair.Create(known.Key, known.Value with { DayFrom = 0 }))),
            (scopes, part) =>
            {
                var key = ScopeRecord.Key(part.Key.Scope, part.Key.Id);
                var record = scopes.GetValueOrDefault(key) ?? ScopeRecord.None;
                var earned = record.Earned + part.Value;
                return scopes.SetItem(key, record with { Earned = earned, Best = Math.Max(record.Best, earned) });
            });
        return ended.Count <= KeptMax ? ended : ended.RemoveRange(ended
            .OrderBy(known => Math.Abs(known.Value.Best - known.Value.Earned)).ThenBy(known => known.Key, StringComparer.Ordinal)
            .Take(ended.Count - KeptMax).Select(known => known.Key));
    }

    /// <summary>A halt of a scope was lifted: what latched it counts anew from here.</summary>
    internal static ImmutableSortedDictionary<string, ScopeRecord> Reset(PortfolioBook book, BookHalt? lifted, DateTimeOffset at)
    {
        if (lifted is not { Cause: >= HaltCause.ScopeDailyLoss and <= HaltCause.StaleData, Halt: var halt })
        {
            return book.Scopes;
        }

        var record = Of(book, halt.Scope, halt.ScopeId);
        var ofDay = OfDay(book).GetValueOrDefault((halt.Scope, halt.ScopeId));
        return book.Scopes.SetItem(ScopeRecord.Key(halt.Scope, halt.ScopeId), lifted.Cause switch
        {
            HaltCause.ScopeDailyLoss => record with { DayFrom = ofDay },
            HaltCause.ScopeDrawdown => record with { Best = record.Earned + ofDay },
            _ => record with { CountedFrom = at },
        });
    }

    internal static ImmutableSortedDictionary<string, ScopeRecord> Rename(
        ImmutableSortedDictionary<string, ScopeRecord> scopes, string old, string renamed)
    {
        var key = ScopeRecord.Key(HaltScope.Asset, old);
        return scopes.TryGetValue(key, out var record)
            ? scopes.Remove(key).SetItem(ScopeRecord.Key(HaltScope.Asset, renamed), record)
            : scopes;
    }
}
