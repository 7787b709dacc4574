using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>
/// What people are told of what a portfolio holds: limits that it comes near to or has drifted beyond, and prices that are old.
/// </summary>
public static class HoldingNotices
{
    private const decimal Near = 0.60m;
    private const decimal VeryNear = 0.80m;
    private const int SubjectLengthMax = 200;

    // Positions are sized up to these, so that being near to one is how it should be: only what has drifted beyond is told.
    private static readonly ImmutableArray<string> SizedTo =
    [
        RuleCodes.AssetMaxPosition, RuleCodes.ClassRiskMultiplier, RuleCodes.ClassPositions, RuleCodes.Cash,
    ];

    // Told with the halts that they lead to.
    private static readonly ImmutableArray<string> Losses = [RuleCodes.Drawdown, RuleCodes.DailyLoss];

    public static ImmutableArray<NoticeFact> Of(PortfolioReview review, ImmutableArray<MarkAge> marks)
    {
        ArgumentNullException.ThrowIfNull(review);
        var subject = Keys.Portfolio(review.PortfolioId);
        return
        [
            .. review.Uses.Where(use => !Losses.Contains(use.Code, StringComparer.Ordinal))
                .Select(use => OfLimit(review, subject, use)).OfType<NoticeFact>(),
            .. marks.Where(mark => mark.IsOld()).Select(mark => new NoticeFact(
                NoticeKinds.HeldAsset, $"{subject} {mark.AssetId}", NoticeSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture,
                    $"Portfolio {review.PortfolioId}: the price of {mark.AssetId} is of {mark.MarkedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z, ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"older than {mark.MaxMinutes:0} minutes of an open market: it is reduce-only. A quote or a mark heals it."))),
        ];
    }

    private static NoticeFact? OfLimit(PortfolioReview review, string subject, LimitUse use)
    {
        var part = use.Limit > 0 ? use.Used / use.Limit : use.Used > 0 ? 1 : 0;
        NoticeSeverity? severity = use.Breached ? NoticeSeverity.Warning
            : SizedTo.Contains(use.Code, StringComparer.Ordinal) ? null
            : part >= VeryNear ? NoticeSeverity.Warning
            : part >= Near ? NoticeSeverity.Info
            : null;
        return severity is { } grave
            ? new NoticeFact(
                NoticeKinds.Limit, Short($"{subject} {use.Code} {use.Scope}"), grave,
                string.Create(CultureInfo.InvariantCulture,
                    $"Portfolio {review.PortfolioId}: {use.Code} of {use.Scope} is {(use.Breached ? "broken" : "near")}: ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"{use.Used:#,0.##} of {use.Limit:#,0.##} {use.Unit} are used")
                + (use.Limit > 0 ? string.Create(CultureInfo.InvariantCulture, $", {100 * part:0.#} %.") : "."))
            : null;
    }

    // A group of many assets is named after the first of them.
    private static string Short(string subject) => subject.Length <= SubjectLengthMax ? subject : subject[..SubjectLengthMax];
}
