using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OrleansAssets.Tests.Domain;

/// <summary>The expected values of a vector with its tolerance; each must be asked for, or be one that is not shared.</summary>
internal sealed class GoldenExpectation(string name, JsonElement vector)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>Figures that this product does not give, and why.</summary>
    public static ImmutableDictionary<string, string> NotShared { get; } = new Dictionary<string, string>
    {
        ["tail_ratio"] = "a ratio of two percentiles that no rule here uses; value at risk and expected shortfall say more",
        ["win_rate_days_all"] = "flat days in the denominator; the day win rate here leaves them out and the counts are given",
        ["spearman_inner_join"] = "limits on exposure use Pearson; a second coefficient would only be shown",
        ["pearson_pairwise_complete"] = "returns of different days in one matrix; prices are aligned on common days instead",
        ["inverse_volatility_weights"] = "positions are sized by the rules of the configuration, not by weights",
        ["limited_inverse_volatility_weights"] = "see inverse_volatility_weights",
        ["equal_risk_contribution_weights"] = "see inverse_volatility_weights",
        ["days_first_to_last_close"] = "a look-back names its days; the span of its trades is no figure",
        ["best_day_abs"] = "the best day is given as a return",
        ["worst_day_abs"] = "the worst day is given as a return",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public void Same(string metric, double? actual)
    {
        _asked.Add(metric);
        if (vector.GetProperty("expected").TryGetProperty(metric, out var value))
        {
            Compare(metric, value, actual);
        }
    }

    public void Same(string metric, IReadOnlyList<double?> actual)
    {
        _asked.Add(metric);
        var values = vector.GetProperty("expected").GetProperty(metric).EnumerateArray().ToArray();
        Assert.Equal(values.Length, actual.Count);
        for (var index = 0; index < values.Length; index++)
        {
            Compare($"{metric}[{index}]", values[index], actual[index]);
        }
    }

    public void Same(string metric, DateOnly? actual)
    {
        _asked.Add(metric);
        Assert.Equal(
            vector.GetProperty("expected").GetProperty(metric).GetString(), actual?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Notes a figure that is compared part by part.</summary>
    public void Same(string metric) => _asked.Add(metric);

    public void Same(JsonElement values, string metric, IReadOnlyList<double?> actual)
    {
        for (var index = 0; index < actual.Count; index++)
        {
            Compare($"{metric}[{index}]", values[index], actual[index]);
        }
    }

    public void AllAsked() => Assert.Empty(
        vector.GetProperty("expected").EnumerateObject().Select(property => property.Name).Except(_asked).Except(NotShared.Keys));

    private void Compare(string metric, JsonElement value, double? actual)
    {
        var expected = value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble();
        var tolerance = vector.GetProperty("tolerance");
        var allowed = Math.Max(
            tolerance.GetProperty("absolute").GetDouble(), tolerance.GetProperty("relative").GetDouble() * Math.Abs(expected ?? 0));
        Assert.True(
            expected is null ? actual is null : actual is { } number && Math.Abs(number - expected.Value) <= allowed,
            $"{name}: {metric} is {actual?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}, expected {value.GetRawText()}");
    }
}
