using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Reminders;

namespace OrleansAssets.Domain.Catalogue;

/// <summary>What the catalogue makes of a file, and of the grains' answers.</summary>
public static class CatalogueRules
{
    public const string AssetKind = "assets";

    public const string ClassKind = "asset_classes";

    /// <summary>Ids applied once that the file has no more and that are not noted as vanished yet.</summary>
    public static ImmutableArray<string> NewlyVanished(
        CatalogueState state, string kind, ImmutableArray<string> applied, IEnumerable<string> inFile) =>
        [.. applied.Except(inFile, StringComparer.Ordinal).Where(id => state.Vanished.All(entry => entry.Kind != kind || entry.Id != id))];

    public static bool IsInFile(AssetsConfiguration file, VanishedEntry entry) => entry.Kind == ClassKind
        ? file.Classes.Any(known => known.Id == entry.Id)
        : file.Assets.Any(known => known.Id == entry.Id);

    /// <summary>Names what an application brings in: every entry of the files as read, and the program that read them.</summary>
    public static string ContentOf(AssetsConfiguration file, string program) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            file.Hash,
            file.Classes,
            file.Assets,
            file.Conversions,
            file.Phases,
            file.Sources,
            file.Evaluation.EveryMinutes,
            program,
        })));

    /// <summary>The state once a file is applied.</summary>
    /// <param name="content">What <see cref="ContentOf"/> says of it.</param>
    public static CatalogueState Applied(AssetsConfiguration file, string content, ImmutableArray<VanishedEntry> vanished) => new()
    {
        ConfigurationHash = file.Hash,
        AppliedContent = content,
        Classes = [.. file.Classes.Select(known => known.Id)],
        Assets = [.. file.Assets.Select(known => known.Id)],
        Phases = [.. file.Phases.Select(known => known.Id)],
        Sources = [.. file.Sources.Select(known => known.Id)],
        Vanished = vanished,
    };

    public static ImmutableArray<ConfigurationDifference> Differences(
        IEnumerable<AssetClassView> classes, IEnumerable<AssetView> assets, ImmutableArray<VanishedEntry> vanished) =>
    [
        .. classes.Where(view => view.Enabled != view.Definition.Enabled).Select(view => Flag(
            ClassKind, view.Definition.Id, view.Definition.Enabled, view.Enabled, view.EnabledBy, view.EnabledChangedAt)),
        .. assets.Where(view => view.Enabled != view.Definition.Enabled).Select(view => Flag(
            AssetKind, view.Definition.Id, view.Definition.Enabled, view.Enabled, view.EnabledBy, view.EnabledChangedAt)),
        .. vanished.Select(entry => new ConfigurationDifference(
            $"{entry.Kind}.{entry.Id}", "absent", "disabled", EnabledFlag.Configuration, entry.VanishedAt)),
    ];

    /// <summary>Where the files were changed since they were loaded: what they say holds from the next start on.</summary>
    /// <param name="files">As they stand on the disk; null where nobody can look at them.</param>
    public static ImmutableArray<ConfigurationDifference> NotInForce(AssetsConfiguration running, FilesOnDisk? files) => files switch
    {
        null => [],
        { Configuration: { } onDisk } =>
        [
            .. ConfigurationContent.Changes(ConfigurationContent.Of(running), ConfigurationContent.Of(onDisk))
                .Where(change => !change.Path.EndsWith(".enabled", StringComparison.Ordinal)) // activations write it, and it is told above
                .Take(ConfigurationContent.ChangesMax)
                .Select(change => new ConfigurationDifference(
                    change.Path, change.After ?? "absent", change.Before ?? "absent", InFile, files.ChangedAt)),
        ],
        _ => [new ConfigurationDifference("files", files.Fault ?? "faulty", "what was loaded at the start", InFile, files.ChangedAt)],
    };

    public static SystemStatus Status(
        ISystemInfo system, string hash, ImmutableArray<AssetView> assets, ImmutableArray<AssetView> conversions,
        ImmutableArray<PhaseView> phases, ImmutableArray<DataSourceView> sources, RowCounts rows, ImmutableArray<OverdueWork> reminders,
        ImmutableArray<Notice> notices, ImmutableArray<PortfolioGlance> portfolios)
    {
        var ordered = phases.OrderBy(phase => phase.Definition.Order).ToImmutableArray();
        var next = ordered.FirstOrDefault(phase => phase.Status != PhaseStatus.Active);
        return new SystemStatus(
            system.Version, system.Mode, system.Database, system.StartedAt, hash,
            assets.Length, assets.Count(asset => asset.Enabled),
            sources.Length, sources.Count(source => source.Status == DataSourceStatus.Healthy),
                sources.Sum(source => source.MonthlyCostUsd),
            ordered.LastOrDefault(phase => phase.Status == PhaseStatus.Active)?.Definition.Id ?? "",
            next?.Definition.Id, next?.LastReadiness?.Verdict,
            rows.Candles, rows.Quotes,
            GateRules.Bypasses(assets, phases),
            Overdue(sources, reminders),
            rows.AreEstimates,
            [.. assets.Concat(conversions).Select(asset => asset.Doubt).OfType<QuoteDoubt>().OrderBy(doubt => doubt.Since)],
            next?.LastReadiness?.Provenance,
            notices,
            portfolios);
    }

    /// <summary>A portfolio in one line.</summary>
    public static PortfolioGlance Glance(PortfolioView view) => new(
        view.Id, view.Equity, view.Book?.Mode ?? TradingMode.Normal, view.Book?.Halts ?? [],
        view.Book?.Distances is { IsDefault: false } distances ? distances : []);

    /// <summary>
    /// What was due and nobody did, the longest first. A source whose reminder is lost shows by either; each is named once.
    /// </summary>
    public static ImmutableArray<OverdueWork> Overdue(
        ImmutableArray<DataSourceView> sources, ImmutableArray<OverdueWork> reminders) =>
    [
        .. sources.Where(source => source is { Status: DataSourceStatus.Overdue, NextDueAt: not null })
            .Select(source => new OverdueWork($"{Keys.DataSource(source.Definition.Id)} {CollectReminder.Name}", source.NextDueAt!.Value))
            .Concat(reminders)
            .GroupBy(work => work.What, StringComparer.Ordinal)
            .Select(same => same.MinBy(work => work.DueAt)!)
            .OrderBy(work => work.DueAt),
    ];

    private const string InFile = "the file, not in force until a restart";

    private static ConfigurationDifference Flag(string kind, string id, bool inFile, bool running, string by, DateTimeOffset at) =>
        new($"{kind}.{id}.enabled", Text(inFile), Text(running), by, at);

    private static string Text(bool value) => value ? "true" : "false";
}
