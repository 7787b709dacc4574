namespace OrleansAssets.Domain.RiskModel;

/// <summary>A day's prices.</summary>
public sealed record DailyBar(DateOnly Day, double High, double Low, double Close);
