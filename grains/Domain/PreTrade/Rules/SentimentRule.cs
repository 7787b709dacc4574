using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>An asset that crowds move is traded only while their mood is known.</summary>
public static class SentimentRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.Sentiment, context);
        }

        if (!asset.Risk.Rules.SentimentRequired)
        {
            return Finding.NotApplicable(RuleCodes.Sentiment, context.AssetScope, $"{asset.Id} needs no sentiment");
        }

        var maximum = asset.Risk.Rules.SentimentMaxAgeMinutes ?? context.Limits.Orders.SentimentMaxAgeMinutes;
        var remedy = new Remedy(RemedyCost.Wait, $"wait until a source delivers the sentiment of {asset.Id}");
        if (asset.Sentiment.MaxBy(entry => entry.At) is not { } newest)
        {
            return Finding.Failed(
                RuleCodes.Sentiment, context.AssetScope, $"the sentiment of {asset.Id} is required and not known: reduce-only", remedy);
        }

        var age = context.Input.Now - newest.At;
        var figures = new Figures("minutes", maximum, Words.Minutes(age), Words.Minutes(age));
        var explanation = $"sentiment of {newest.SourceId} is {Amounts.Text(Math.Round((decimal)newest.Score, 2))} "
            + $"over {newest.Mentions} mentions, {Words.Age(age)} old; at most {maximum} minutes count";
        return age <= TimeSpan.FromMinutes(maximum)
            ? Finding.Passed(RuleCodes.Sentiment, context.AssetScope, explanation, figures)
            : Finding.Failed(RuleCodes.Sentiment, context.AssetScope, $"{explanation}: {asset.Id} is reduce-only", remedy, figures);
    }
}
