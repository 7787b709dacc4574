using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.TestingHost;
using OrleansAssets.Access;
using OrleansAssets.Assets;
using OrleansAssets.Audit;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Grains;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>A grain client that calls every method of every interface, inner ones too, with absurd values, over a real database.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private const int Rounds = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresFixture _postgres = new();
    private InProcessTestCluster? _cluster;

    private static IEnumerable<Type> Inner => Interfaces.Where(InnerCallFilter.IsInner);

    private static IEnumerable<Type> Outer => Interfaces.Where(type => !InnerCallFilter.IsInner(type));

    private static IEnumerable<Type> Interfaces => new[] { typeof(Keys), typeof(InnerCallFilter) }
        .SelectMany(type => type.Assembly.GetTypes())
        .Where(type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type));

    private IClusterClient Client => _cluster!.Client; // set before any test

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
            silo.AddAssetsGrains(TestSilo.Inputs(TestConfiguration.Build(), _postgres.DataSource)).AddAssetsState());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        var inside = _cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>();
        await inside.GetGrain<ICatalogueInnerGrain>(Keys.Catalogue).ApplyAsync();
        await Portfolio.RecordCashFlowAsync(new CashFlow("start", 10_000, "Ada", "start"));
    }

    public async Task DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _postgres.DisposeAsync();
    }

    /// <summary>A silo that asks clients for no token asks doors for one all the same.</summary>
    [Fact]
    public async Task Door_WithoutAToken_IsRefusedWhereClientsNeedNone()
    {
        var access = Client.GetGrain<IAccessGrain>(Keys.Access);
        RequestContext.Set(CallDoor.Key, CallDoor.Web); // of this test's calls alone

        await Assert.ThrowsAsync<AccessDeniedException>(() => access.ListAsync());
        RequestContext.Set(CallDoor.Key, 1); // no text, and so no door
        await Assert.ThrowsAsync<InvalidRequestException>(() => access.ListAsync());
    }

    [Fact]
    public async Task InnerMethods_OfEveryInterface_AreRefusedAndChangeNothing()
    {
        var raised = TestConfiguration.Bitcoin with { Risk = TestConfiguration.Bitcoin.Risk with { MaxPosition = 1 } };
        List<Func<Task>> unanswered = [];
        List<(string Name, Func<Task> CallAsync)> calls =
        [
            ("a higher limit", () => Client.GetGrain<IAssetInnerGrain>(Keys.Asset(raised.Id)).ConfigureAsync(raised)),
            ("the data of an import", () => Client.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio("main"))
                .TakeImportAsync(Guid.NewGuid(), ImportKind.Equity)),
        ];
        foreach (var type in Inner)
        {
            var ticks = typeof(IRemindable).IsAssignableFrom(type) ? typeof(IRemindable).GetMethods() : [];
            foreach (var method in type.GetMethods().Concat(ticks))
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var absurd = new AbsurdValues(round);
                    var grain = GrainOf(method.DeclaringType!, type); // an interface declares it
                    Func<Task> callAsync = () => (Task)method.Invoke(grain, absurd.ArgumentsOf(method))!;
                    if (method.GetCustomAttribute<OneWayAttribute>() is null)
                    {
                        calls.Add(($"{type.Name}.{method.Name}", callAsync));
                    }
                    else
                    {
                        unanswered.Add(callAsync);
                    }
                }
            }
        }

        var before = await HashesAsync();
        await Task.WhenAll(unanswered.Select(callAsync => callAsync()));
        foreach (var (name, callAsync) in calls)
        {
            var refusal = await Record.ExceptionAsync(() => callAsync().WaitAsync(Patience));
            Assert.True(refusal is InvalidRequestException, $"{name}: {refusal?.GetType().Name ?? "taken"}: {refusal?.Message}");
            Assert.Contains("is called by the product itself and refused to clients", refusal!.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await HashesAsync());
    }

    [Fact]
    public async Task OuterMethods_WithAbsurdValues_AreAnsweredOrRefusedAndLeaveTheLimitsAndTheSiloAsTheyWere()
    {
        var (limits, definitions) = (await LimitsAsync(), await DefinitionsAsync());
        List<string> faults = [];
        foreach (var type in Outer)
        {
            foreach (var method in type.GetMethods())
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var arguments = new AbsurdValues(round).ArgumentsOf(method);
                    var failure = await Record.ExceptionAsync(
                        () => CalledAsync(method, GrainOf(type, type), arguments).WaitAsync(Patience));
                    if (failure is not (null or InvalidRequestException or NotFoundException))
                    {
                        faults.Add($"{type.Name}.{method.Name} #{round}: {failure.GetType().Name}: {failure.Message}");
                    }
                }
            }
        }

        Assert.Empty(faults);
        Assert.Equal(limits, await LimitsAsync());
        Assert.Equal(definitions, await DefinitionsAsync());
        await AssertSoundAsync();
    }

    /// <summary>It still answers, and its log is whole.</summary>
    private async Task AssertSoundAsync()
    {
        Assert.Equal("sandbox", (await Client.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetStatusAsync()).Mode);
        Assert.True((await Portfolio.RecordCashFlowAsync(new CashFlow("start", 10_000, "Ada", "start"))).Repeated);
        var audit = Client.GetGrain<IAuditGrain>(Keys.Audit);
        foreach (var stream in await audit.GetStreamsAsync())
        {
            var check = await audit.VerifyAsync(stream.Name, AuditPosition.Start);
            Assert.Equal((true, null), (check.AtEnd, check.BrokenAt));
        }
    }

    private IPortfolioGrain Portfolio => Client.GetGrain<IPortfolioGrain>(Keys.Portfolio("main"));

    /// <param name="type">How it is called.</param>
    /// <param name="of">What it is.</param>
    private IAddressable GrainOf(Type type, Type of)
    {
        var grain = Client.GetGrain(of, KeyOf(of));
        return type == of ? grain : (IAddressable)typeof(GrainExtensions)
            .GetMethod(nameof(GrainExtensions.AsReference), 1, [typeof(IAddressable)])!
            .MakeGenericMethod(type).Invoke(null, [grain])!; // a reference of that type
    }

    private static string KeyOf(Type type)
    {
        var name = type.Name[1..^"Grain".Length].Replace("Inner", "", StringComparison.Ordinal)
            .Replace("NoticeOutbox", "Notices", StringComparison.Ordinal);
        return typeof(Keys).GetMember(name).SingleOrDefault() switch
        {
            FieldInfo field => (string)field.GetRawConstantValue()!, // a key that there is one of
            MethodInfo method when method.GetParameters()[0].ParameterType == typeof(string) => (string)method.Invoke(null, [IdOf(name)])!,
            _ when name == "Feed" => Keys.Feed(new FeedId("ccxt_binance", "BTC/USDT", "candles-1h")),
            _ when name == "Import" => Keys.Import(new Guid(1, 2, 3, new byte[8])),
            _ => "other/one",
        };
    }

    private static string IdOf(string name) => name switch
    {
        "Asset" => "BTC/USDT",
        "AssetClass" => "crypto",
        "Phase" => "phase_1_stocks",
        "DataSource" => "ccxt_binance",
        _ => "main",
    };

    private static async Task CalledAsync(MethodInfo method, IAddressable grain, object?[] arguments)
    {
        if (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
        {
            await (Task)typeof(HostileClientTests).GetMethod(nameof(FirstAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(method.ReturnType.GetGenericArguments()).Invoke(null, [method.Invoke(grain, arguments)])!; // a stream
            return;
        }

        await (Task)method.Invoke(grain, arguments)!; // a task
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream)
        {
            return;
        }
    }

    private async Task<string[]> DefinitionsAsync()
    {
        var catalogue = Client.GetGrain<ICatalogueGrain>(Keys.Catalogue);
        return
        [
            .. (await catalogue.GetPhasesAsync()).Select(view => System.Text.Json.JsonSerializer.Serialize(view.Definition)),
            .. (await catalogue.GetAssetsAsync()).Select(view => System.Text.Json.JsonSerializer.Serialize(view.Definition)),
            .. (await catalogue.GetClassesAsync()).Select(view => System.Text.Json.JsonSerializer.Serialize(view.Definition)),
        ];
    }

    private Task<string[]> LimitsAsync() => Rows.ReadAsync(_postgres.DataSource, """
        SELECT (to_jsonb(one) - 'enabled' - 'updated_at')::text FROM asset_registry AS one
        UNION ALL SELECT (to_jsonb(one) - 'enabled' - 'updated_at')::text FROM asset_class_config AS one ORDER BY 1
        """);

    /// <summary>One line for each table, with all that is in it.</summary>
    private async Task<string[]> HashesAsync()
    {
        var tables = await Rows.ReadAsync(
            _postgres.DataSource,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1");
        return await Rows.ReadAsync(_postgres.DataSource, string.Join(" UNION ALL ", tables.Select(table =>
            $"SELECT '{table}', count(*)::text, md5(string_agg(one::text, ',' ORDER BY one::text)) FROM {table} AS one")) + " ORDER BY 1");
    }
}
