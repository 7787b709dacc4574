namespace OrleansAssets.Grains.RiskModel;

/// <summary>A day's prices.</summary>
internal sealed record DailyBar(DateOnly Day, double High, double Low, double Close);
