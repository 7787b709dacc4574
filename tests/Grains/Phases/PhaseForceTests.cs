using OrleansAssets.Access;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Activation by an operator's word, and what becomes of it.</summary>
public sealed class PhaseForceTests
{
    private const string Reason = "the desk needs stocks before the quarter ends";

    [Fact]
    public async Task Activate_Forced_OpensAndShowsOnEveryStatus()
    {
        await using var cluster = await GrainCluster.StartAsync();

        var result = await cluster.Phase("phase_1_stocks").ActivateAsync(Forced(cluster, "alice"));

        Assert.Equal(ActivationOutcome.Activated, result.Outcome);
        Assert.Equal(Reason, result.Phase.Gate.Override?.Reason);
        var bypasses = (await cluster.Catalogue.GetStatusAsync()).Bypasses;
        Assert.Equal(["NVDA", "TSLA"], bypasses.Select(bypass => bypass.AssetId).Order(StringComparer.Ordinal));
        Assert.All(bypasses, bypass => Assert.Equal(("alice", Reason), (bypass.By, bypass.Reason)));
        var entry = Assert.Single((await cluster.World.Audit.ReadLastAsync("phase/phase_1_stocks", 9, CancellationToken.None)));
        Assert.Equal(("activated", "alice"), (entry.Kind, entry.Actor));
        Assert.Contains(Reason, entry.Payload, StringComparison.Ordinal);
        var later = await cluster.Phase("phase_2_forex").EvaluateAsync();
        Assert.Contains("phase_1_stocks must be earned first: it is active by an override only", later.Missing);
    }

    [Theory]
    [InlineData("", "alice", 3)]
    [InlineData("because", "alice", 3)]
    [InlineData(Reason, " ", 3)]
    [InlineData(Reason, "auto_activate", 3)]
    [InlineData(Reason, "alice", -1)]
    [InlineData(Reason, "alice", 31)]
    public async Task Activate_ForcedWithoutReasonNameOrEnd_IsRefusedAsMalformed(string reason, string by, int days)
    {
        await using var cluster = await GrainCluster.StartAsync();
        var request = new ActivationRequest(by, null, new ForceRequest(reason, cluster.World.Clock.GetUtcNow().AddDays(days)));

        await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Phase("phase_1_stocks").ActivateAsync(request));
        Assert.Empty((await cluster.Catalogue.GetStatusAsync()).Bypasses);
    }

    [Fact]
    public async Task Override_ExpiresWithoutEvidence_IsReduceOnlyUntilFlatAndThenDisabled()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var phase = cluster.Phase("phase_1_stocks");
        await phase.ActivateAsync(Forced(cluster, "alice"));
        await PhaseCases.HoldAsync(cluster, "NVDA", isClosed: false);
        cluster.World.Clock.Advance(TimeSpan.FromDays(3));

        await GrainCluster.TickAsync(phase, "evaluate");

        var view = await phase.GetAsync();
        Assert.Equal((PhaseStatus.ReduceOnly, "open positions of portfolio main: NVDA 2"), (view.Status, view.Gate.Operation?.Waiting));
        Assert.Equal((true, TradingMode.ReduceOnly), await ClassAsync(cluster, "stocks"));
        Assert.Equal(2, (await cluster.Catalogue.GetStatusAsync()).Bypasses.Length);

        await PhaseCases.HoldAsync(cluster, "NVDA", isClosed: true);
        await GrainCluster.TickAsync(phase, "resume");

        Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
        Assert.Equal((false, TradingMode.Normal), await ClassAsync(cluster, "stocks"));
        Assert.All(await AssetsAsync(cluster, "phase_1_stocks"), asset => Assert.False(asset.Enabled));
        Assert.Equal(
            ["activated", "override_expired", "reduce_only", "deactivated"],
            (await phase.GetHistoryAsync(10)).Reverse().Select(entry => entry.Action));
        Assert.Equal((true, TradingMode.Normal), await ClassAsync(cluster, "crypto"));
    }

    [Fact]
    public async Task Override_EvidenceComesInTime_IsRatified()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var phase = cluster.Phase("phase_1_stocks");
        await phase.ActivateAsync(Forced(cluster, "alice"));
        await PhaseCases.EarnAsync(cluster);

        await GrainCluster.TickAsync(phase, "evaluate");
        cluster.World.Clock.Advance(TimeSpan.FromDays(3));
        await GrainCluster.TickAsync(phase, "evaluate");

        var view = await phase.GetAsync();
        Assert.Equal((PhaseStatus.Active, null), (view.Status, view.Gate.Override));
        Assert.Empty((await cluster.Catalogue.GetStatusAsync()).Bypasses);
        Assert.Contains("override_ratified", (await phase.GetHistoryAsync(10)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Approvals_Two_NeedAnotherOperator()
    {
        await using var cluster = await GrainCluster.StartAsync(WithApprovals());
        var phase = cluster.Phase("phase_1_stocks");

        var asked = await phase.ActivateAsync(Forced(cluster, "alice"));
        Assert.Equal((ActivationOutcome.AwaitingApproval, PhaseStatus.Inactive), (asked.Outcome, asked.Phase.Status));
        await Assert.ThrowsAsync<InvalidRequestException>(() => phase.ApproveAsync(new ApprovalRequest(" Alice ", null)));
        Assert.Empty((await cluster.Catalogue.GetStatusAsync()).Bypasses);

        var granted = await phase.ApproveAsync(new ApprovalRequest("bob", null));

        Assert.Equal((ActivationOutcome.Activated, PhaseStatus.Active), (granted.Outcome, granted.Phase.Status));
        Assert.Equal(["alice", "bob"], granted.Phase.Gate.Override?.Approvers.AsEnumerable());
        await Assert.ThrowsAsync<InvalidRequestException>(() => phase.ApproveAsync(new ApprovalRequest("cem", null)));
    }

    /// <summary>The token of who asked is revoked: the word of one who is left forces no phase, and both answer and view say why.</summary>
    [Fact]
    public async Task Approvals_AfterTheTokenOfTheFirstWasRevoked_NeedTwoOthers()
    {
        await using var cluster = await GrainCluster.StartAsync(WithApprovals());
        var (phase, access) = (cluster.Phase("phase_1_stocks"), cluster.Grains.GetGrain<IAccessGrain>(Keys.Access));
        foreach (var (id, name, role) in new[]
        {
            ("00000001", "root", AccessRole.Admin), ("00000002", "gina", AccessRole.Operator), ("00000003", "hugo", AccessRole.Operator),
        })
        {
            await access.CreateAsync(new TokenRequest(id, name, role, new string('a', 63) + id[^1], null, "root"));
        }

        await phase.ActivateAsync(Forced(cluster, "gina"));
        cluster.World.Clock.Advance(TimeSpan.FromMinutes(1));
        await access.RevokeAsync("00000002", "root");

        Assert.Equal("gina", Assert.Single((await phase.GetAsync()).Gate.LapsedApprovers));
        var second = await phase.ApproveAsync(new ApprovalRequest("hugo", null));
        Assert.Equal(ActivationOutcome.AwaitingApproval, second.Outcome);
        Assert.Equal(
            "1 more operators must approve. What gina said before counts no more: no operator's token of that name is in force.",
            second.Explanation);
        var granted = await phase.ApproveAsync(new ApprovalRequest("root", null));
        Assert.Equal(["hugo", "root"], granted.Phase.Gate.Override?.Approvers.AsEnumerable());
    }

    [Fact]
    public async Task Approvals_NobodyWithinADay_Lapse()
    {
        await using var cluster = await GrainCluster.StartAsync(WithApprovals());
        var phase = cluster.Phase("phase_1_stocks");
        await phase.ActivateAsync(Forced(cluster, "alice"));
        cluster.World.Clock.Advance(TimeSpan.FromHours(24));

        await Assert.ThrowsAsync<InvalidRequestException>(() => phase.ApproveAsync(new ApprovalRequest("bob", null)));
        await GrainCluster.TickAsync(phase, "evaluate");

        Assert.Null((await phase.GetAsync()).Gate.Pending);
        Assert.Equal("force_lapsed", (await phase.GetHistoryAsync(1))[0].Action);
    }

    [Fact]
    public async Task Enable_OutsideItsPhase_ShowsOnStatusAndInTheLogOnce()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var asset = cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset("NVDA"));

        await asset.SetEnabledAsync(true, "bob");
        await GrainCluster.TickAsync(cluster.Phase("phase_1_stocks"), "evaluate");
        await GrainCluster.TickAsync(cluster.Phase("phase_1_stocks"), "evaluate");

        var bypass = Assert.Single((await cluster.Catalogue.GetStatusAsync()).Bypasses);
        Assert.Equal(("NVDA", "bob", "enabled while phase_1_stocks is not active"), (bypass.AssetId, bypass.By, bypass.Reason));
        Assert.Equal(
            "enabled_by_hand", Assert.Single(await cluster.World.Audit.ReadLastAsync("asset/NVDA", 9, CancellationToken.None)).Kind);
        Assert.Single(await cluster.Phase("phase_1_stocks").GetHistoryAsync(9), entry => entry.Action == "assets_outside_phase");
        await asset.SetEnabledAsync(false, "bob");
        await GrainCluster.TickAsync(cluster.Phase("phase_1_stocks"), "evaluate");
        Assert.Empty((await cluster.Catalogue.GetStatusAsync()).Bypasses);
        Assert.Equal("assets_back_inside", (await cluster.Phase("phase_1_stocks").GetHistoryAsync(1))[0].Action);
    }

    private static ActivationRequest Forced(GrainCluster cluster, string by) =>
        new(by, null, new ForceRequest(Reason, cluster.World.Clock.GetUtcNow().AddDays(3)));

    private static AssetsConfiguration WithApprovals()
    {
        var configuration = TestConfiguration.Build();
        return configuration with { Phases = configuration.Phases.SetItem(1, configuration.Phases[1] with { Approvals = 2 }) };
    }

    private static async Task<(bool Enabled, TradingMode Mode)> ClassAsync(GrainCluster cluster, string id)
    {
        var view = await cluster.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(id)).GetAsync();
        return (view.Enabled, view.Mode);
    }

    private static async Task<IEnumerable<AssetView>> AssetsAsync(GrainCluster cluster, string phaseId) =>
        (await cluster.Catalogue.GetAssetsAsync()).Where(view => view.Definition.PhaseId == phaseId);
}
