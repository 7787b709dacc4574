using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.CorporateActions;
using OrleansAssets.MarketData;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.CorporateActions;

/// <summary>Corporate actions for people.</summary>
internal static class CorporateActionPages
{
    public static Func<ImmutableArray<CorporateActionView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => actions =>
    {
        if (actions.IsEmpty)
        {
            return [PageParts.Line(" No corporate action is known: see 'assets sources show alpaca'; --days looks further back.")];
        }

        var table = PageParts.Table("Asset", "Holds from", "Action", "Source", "Known", "~What became of it");
        foreach (var view in actions)
        {
            var action = view.Action;
            table.Row(
                PageParts.Cell(action.AssetId),
                PageParts.Cell(ValueText.Day(action.EffectiveOn)),
                PageParts.Cell(What(action)),
                PageParts.Cell(action.SourceId),
                PageParts.Cell(ValueText.Day(DateOnly.FromDateTime(view.KnownAt.UtcDateTime))),
                PageParts.GoodIf(view.Settled?.Outcome is not (SettledOutcome.LeftToPeople or SettledOutcome.TooLate), Outcome(view, now)));
        }

        return [table];
    };

    private static string What(CorporateAction action) => action switch
    {
        { Kind: CorporateActionKind.Split, NewUnits: { } units, OldUnits: { } before } =>
            $"split {ValueText.Number(units)}:{ValueText.Number(before)}",
        { Kind: CorporateActionKind.Dividend, CashPerUnit: { } cash } => $"dividend {ValueText.Number(cash)} {action.Currency}",
        { Kind: CorporateActionKind.SpecialDividend, CashPerUnit: { } cash } =>
            $"special dividend {ValueText.Number(cash)} {action.Currency}",
        { Kind: CorporateActionKind.SymbolChange } => $"symbol {action.NewSymbol}",
        { Kind: CorporateActionKind.Delisting } => "delisting",
        _ => action.Kind.ToString(),
    };

    private static string Outcome(CorporateActionView view, DateTimeOffset now)
    {
        var text = view switch
        {
            { WithdrawnAt: { } at } => $"withdrawn on {ValueText.Day(DateOnly.FromDateTime(at.UtcDateTime))}",
            { Settled: { IsTakenBack: true, TakenBack: var portfolios } } => $"taken back in {ValueText.List(portfolios)}",
            { Settled: { Outcome: SettledOutcome.Applied, Portfolios.IsEmpty: true } } => "no portfolio held it",
            { Settled: { Outcome: SettledOutcome.Applied, TakenBack: { IsEmpty: false } without, Portfolios: var portfolios } } =>
                $"applied to {ValueText.List(portfolios)}, taken back in {ValueText.List(without)}",
            { Settled: { Outcome: SettledOutcome.Applied, Portfolios: var portfolios } } => $"applied to {ValueText.List(portfolios)}",
            { Settled: { Outcome: SettledOutcome.SameAsAnother } } => "the same as another",
            { Settled: { Outcome: SettledOutcome.TooLate } } => "not applied: known too late",
            { Settled: { Portfolios.IsEmpty: false, Portfolios: var portfolios } } => $"applied to {ValueText.List(portfolios)} only",
            { Settled: not null } => "not applied",
            _ when view.Action.EffectiveOn > DateOnly.FromDateTime(now.UtcDateTime) => "to come",
            _ => "about to be applied",
        };
        return view.Settled?.Note is { } note ? $"{text}. {note}" : text;
    }
}
