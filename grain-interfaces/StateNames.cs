#pragma warning disable CS1591 // Each names the grain whose state it is.
namespace OrleansAssets;

/// <summary>
/// The names under which grains store their state. The ADO.NET tables know a row by state name and key, not by grain type,
/// so each name is used by one grain only and never changes.
/// </summary>
public static class StateNames
{
    public const string Asset = "asset";
    public const string AssetClass = "asset-class";
    public const string Phase = "phase";
    public const string Portfolio = "portfolio";
    public const string DataSource = "data-source";
    public const string Feed = "feed";
    public const string Catalogue = "catalogue";
    public const string Import = "import";
    public const string RiskModel = "risk-model";
    public const string Access = "access";
    public const string Account = "account";
}
