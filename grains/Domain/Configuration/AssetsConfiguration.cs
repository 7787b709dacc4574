using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Configuration;

/// <summary>The three files of config/, read and found valid. Ids are unique and every reference between them holds.</summary>
/// <param name="Hash">SHA-256 of the three files, hex: names the configuration that a decision was made under.</param>
public sealed record AssetsConfiguration(
    ImmutableArray<AssetClassDefinition> Classes,
    ImmutableArray<AssetDefinition> Assets,
    ImmutableArray<PhaseDefinition> Phases,
    ImmutableArray<DataSourceDefinition> Sources,
    GlobalRisk Risk,
    EvaluationSchedule Evaluation,
    string Hash)
{
    /// <summary>Pairs that are collected, so that their currencies have a rate, and never traded.</summary>
    public ImmutableArray<ConversionPair> Conversions { get; init; } = [];

    /// <summary>What quotes must keep to be believed, by the id of a class or of a conversion pair; others have the default.</summary>
    public ImmutableDictionary<string, QuoteLimits> QuoteLimits { get; init; } = ImmutableDictionary<string, QuoteLimits>.Empty;

    /// <summary>When a jump of quotes is taken for what happened.</summary>
    public JumpConfirmation Jumps { get; init; } = JumpConfirmation.Default;

    /// <summary>Releases around which nothing is opened, switched on or off.</summary>
    public ImmutableArray<MacroEventRule> MacroEvents { get; init; } = [];

    /// <summary>What halts a class, an asset or a strategy by itself.</summary>
    public HaltSettings Halts { get; init; } = HaltSettings.None;

    /// <summary>What needs more than one person.</summary>
    public ApprovalSettings Approvals { get; init; } = ApprovalSettings.Default;

    /// <summary>Who is told of what.</summary>
    public NoticeSettings Notices { get; init; } = NoticeSettings.None;

    /// <summary>The portfolios that the configuration names, and the one that is meant where none is named.</summary>
    [JsonIgnore]
    public ImmutableArray<string> PortfolioIds =>
    [
        .. Phases.Select(phase => phase.Portfolio).Append(Evaluation.Portfolio).Append(Keys.DefaultPortfolioId).Concat(Portfolios.Keys)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Limits of portfolios that are tighter than those of all, by their ids.</summary>
    public ImmutableSortedDictionary<string, PortfolioLimits> Portfolios { get; init; } =
        ImmutableSortedDictionary<string, PortfolioLimits>.Empty;

    /// <summary>How paper portfolios are filled.</summary>
    public ShadowSettings Shadow { get; init; } = ShadowSettings.Default;

    /// <summary>Days for which a series is kept, by its table; others are kept for ever.</summary>
    public ImmutableSortedDictionary<string, int> Retention { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Days after which a series is compressed where the database can, by its table; others stay as they are.</summary>
    public ImmutableSortedDictionary<string, int> Compression { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>What a portfolio is traded under: with limits of its own, or of the one that a paper one stands beside.</summary>
    public AssetsConfiguration Of(string portfolioId) => Portfolios.TryGetValue(Keys.ParentPortfolio(portfolioId), out var own)
        ? this with { Risk = own.Within(Risk) }
        : this;
}

/// <summary>Limits over the whole portfolio, as fractions of its value.</summary>
/// <param name="CorrelationThreshold">Correlation above which two assets count as one exposure.</param>
public sealed record GlobalRisk(
    decimal MaxPortfolioHeat,
    decimal MaxSingleClass,
    decimal MaxCorrelatedExposure,
    decimal CorrelationThreshold,
    decimal EmergencyStopDrawdown,
    decimal DailyLossLimit)
{
    /// <summary>Limits of orders.</summary>
    public OrderLimits Orders { get; init; } = OrderLimits.Default;

    /// <summary>How positions shrink as markets grow wild; null where they do not.</summary>
    public VolatilitySizing? Volatility { get; init; }
}

/// <summary>Positions are cut in proportion where an asset moves more than is wanted.</summary>
/// <param name="TargetDaily">Deviation of daily returns up to which a position is whole.</param>
/// <param name="PerScore">
/// What each point of an asset's volatility score stands for: a calm month does not make a wild asset a calm one.
/// </param>
public sealed record VolatilitySizing(decimal TargetDaily, decimal PerScore);

/// <summary>How often phases are evaluated, and when their evidence is too old.</summary>
/// <param name="ConsecutiveEvaluations">Scheduled evaluations in a row that must find a phase ready before it activates by itself.</param>
/// <param name="Webhook">
/// A channel that is told of what happens to phases; null for none. Others are in <see cref="NoticeSettings"/>.
/// </param>
public sealed record EvaluationSchedule(
    string Portfolio, int EveryMinutes, int StaleAfterDays, int ConsecutiveEvaluations = 3, Webhook? Webhook = null);

/// <summary>Where notices go.</summary>
/// <param name="SecretVariable">Environment variable with the secret that signs them. Never the secret itself.</param>
public sealed record Webhook(string Url, string SecretVariable);
