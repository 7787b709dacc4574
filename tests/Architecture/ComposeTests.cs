using System.Globalization;
using System.Text.RegularExpressions;
using OrleansAssets.Database;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace OrleansAssets.Tests.Architecture;

/// <summary>The compose file knows what the configuration asks of the environment, and is sound in operation.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Silos = ["silo-1", "silo-2"];
    private static readonly string[] Programs = [.. Silos, "web"];

    private readonly YamlMappingNode _services = Read();

    [Fact]
    public void Compose_EveryKeyVariableOfTheSources_IsPassedToTheSilos()
    {
        var passedOn = File.ReadLines(RepositoryFiles.PathOf("docker-compose.yml"))
            .Select(line => line.Trim()).Where(line => line.EndsWith(':')).Select(line => line[..^1]).ToHashSet(StringComparer.Ordinal);

        var asked = ShippedConfiguration.Value.Sources
            .SelectMany(source => source.KeyVariables).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(passedOn));
    }

    [Theory]
    [InlineData("db")]
    [InlineData("silo-1")]
    [InlineData("silo-2")]
    [InlineData("web")]
    public void Compose_WhatRunsForLong_IsRestartedAndWatched(string service)
    {
        Assert.Equal("unless-stopped", Text(Get(service, "restart")));
        Assert.NotEmpty(Texts(Get(service, "healthcheck", "test")));
    }

    [Fact]
    public void Compose_HealthOfTheDatabase_IsAskedByTcpAsTheSilosCome() =>
        Assert.Contains("pg_isready -h 127.0.0.1", Texts(Get("db", "healthcheck", "test"))[^1], StringComparison.Ordinal);

    [Fact]
    public void Compose_HealthOfSilosAndWeb_IsItsReadiness() =>
        Assert.All(
            Programs, name => Assert.Contains("/health/ready", Texts(Get(name, "healthcheck", "test"))[^1], StringComparison.Ordinal));

    [Fact]
    public void Compose_TelemetryOfTheImage_IsOff() =>
        Assert.Contains("timescaledb.telemetry_level=off", Texts(Get("db", "command")));

    [Fact]
    public void Compose_Pools_FitTheServer()
    {
        const string setting = "max_connections=";
        var given = Texts(Get("db", "command")).Single(argument => argument.StartsWith(setting, StringComparison.Ordinal));
        var max = int.Parse(given[setting.Length..], CultureInfo.InvariantCulture);
        var silos = int.Parse(Text(Get("silo-1", "environment", "ASSETS_SILOS")), CultureInfo.InvariantCulture);

        var budget = ConnectionBudget.Of(new ServerConnections(max, Reserved: 3, -1, -1), silos, stated: null);

        Assert.True(silos > Silos.Length, "One silo more than there are: it replaces another.");
        Assert.Null(budget.Warning);
        Assert.True((silos * budget.PoolSize) + ConnectionBudget.ForOthers + 3 <= max);
    }

    /// <summary>Unprivileged by the image; nothing else of the machine is theirs either.</summary>
    [Fact]
    public void Compose_Programs_HaveNoRightsAndAFileSystemThatIsReadOnly() => Assert.All(Programs, silo =>
    {
        Assert.Equal("true", Text(Get(silo, "read_only")));
        Assert.Equal(["ALL"], Texts(Get(silo, "cap_drop")));
        Assert.Equal(["no-new-privileges:true"], Texts(Get(silo, "security_opt")));
        Assert.Equal("30s", Text(Get(silo, "stop_grace_period"))); // a stop takes 20 s at most
    });

    [Theory]
    [InlineData("prometheus")]
    [InlineData("grafana")]
    public void Compose_WhatWatches_IsAProfileAndMountsWhatIsHere(string service)
    {
        Assert.Equal(["observability"], Texts(Get(service, "profiles")));
        var mounted = Texts(Get(service, "volumes")).Where(volume => volume.StartsWith("./", StringComparison.Ordinal))
            .Select(volume => volume.Split(':')[0]).ToArray();
        Assert.NotEmpty(mounted);
        Assert.All(mounted, path => Assert.True(Directory.Exists(RepositoryFiles.PathOf(path)), path));
    }

    /// <summary>Pages and API are served once, by a process that starts after the silo whose data directory has its token.</summary>
    [Fact]
    public void Compose_Web_IsAClientOfSilosThatServeNoPagesThemselves()
    {
        Assert.Equal(["web"], Texts(Get("web", "command")));
        Assert.Equal("service_healthy", Text(Get("web", "depends_on", "silo-1", "condition")));
        Assert.Contains("silo-1:/app/.data", Texts(Get("web", "volumes")));
        Assert.Equal("service:web", Text(Get("assets", "network_mode")));
        Assert.All(Silos, silo =>
        {
            Assert.Equal("true", Text(Get(silo, "environment", "ASSETS_NO_WEB")));
            Assert.DoesNotContain("ports", ((YamlMappingNode)_services.Children[silo]).Children.Keys.Select(Text));
        });
        var asked = ((YamlMappingNode)Get("web", "environment")).Children.Keys.Select(Text);
        var known = new SiloCommand(_ => null).Root.Subcommands.Single(command => command.Name == "web").Options
            .Select(EnvironmentOptions.VariableOf).Append(SiloOptions.ConnectionVariable).Append(SiloOptions.OtlpVariable);
        Assert.Empty(asked.Except(known, StringComparer.Ordinal));
    }

    /// <summary>Metrics are a viewer's beyond loopback: each job brings the token that the compose file hands over.</summary>
    [Fact]
    public void Prometheus_EveryJob_BringsTheTokenOfTheComposeFile()
    {
        using var reader = new StreamReader(RepositoryFiles.PathOf("ops", "prometheus", "prometheus.yml"));
        var stream = new YamlStream();
        stream.Load(reader);
        var jobs = ((YamlSequenceNode)((YamlMappingNode)stream.Documents[0].RootNode).Children["scrape_configs"])
            .Cast<YamlMappingNode>().ToArray();
        var secret = Assert.Single(Texts(Get("prometheus", "secrets")));

        Assert.All(jobs, job => Assert.Equal(
            $"/run/secrets/{secret}", Text(Entry((YamlMappingNode)Entry(job, "authorization"), "credentials_file"))));
        Assert.Equal(
            Programs.Select(name => $"{name}:8080").Order(StringComparer.Ordinal),
            jobs.SelectMany(job => ((YamlSequenceNode)Entry(job, "static_configs")).Cast<YamlMappingNode>())
                .SelectMany(list => Texts(Entry(list, "targets"))).Order(StringComparer.Ordinal));
    }

    /// <summary>What the image is built from is copied by name: a project that imports something else does not build there.</summary>
    [Fact]
    public void Dockerfile_FilesOfTheBuild_HaveAllThatProjectsName()
    {
        var copied = File.ReadLines(RepositoryFiles.PathOf("Dockerfile"))
            .SkipWhile(line => !line.StartsWith("COPY ", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("RUN ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).ToArray();
        var projects = copied.Select(name => RepositoryFiles.PathOf(name)).Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*.csproj", SearchOption.AllDirectories)).ToArray();
        var named = projects.SelectMany(project => Named().Matches(File.ReadAllText(project))
            .Select(match => Path.GetRelativePath(
                RepositoryFiles.Root, Path.GetFullPath(match.Groups["path"].Value, Path.GetDirectoryName(project)!)))); // it has one

        Assert.NotEmpty(projects);
        Assert.All(named, path => Assert.Contains(path.Split(Path.DirectorySeparatorChar)[0], copied));
        Assert.Contains("Directory.*.props", copied);
        Assert.Contains("Directory.*.targets", copied);
    }

    /// <summary>Other machines reach none of it unless somebody says so.</summary>
    [Fact]
    public void Compose_EveryPort_IsOfThisMachineAlone() => Assert.All(
        _services.Children.Values.Cast<YamlMappingNode>().Where(service => service.Children.ContainsKey("ports")),
        service => Assert.All(
            Texts(service.Children["ports"]), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal)));

    [GeneratedRegex(@"(?:Project|Include)=""(?<path>\.\./[^""*]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Named();

    private YamlNode Get(string service, params string[] path) => path.Aggregate(
        Entry(_services, service), (node, key) => Entry((YamlMappingNode)node, key));

    // With what is merged in by <<.
    private static YamlNode Entry(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var own)
        ? own
        : ((YamlMappingNode)node.Children["<<"]).Children[key];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!; // a scalar has one

    private static List<string> Texts(YamlNode node) => [.. ((YamlSequenceNode)node).Select(Text)];

    private static YamlMappingNode Read()
    {
        using var reader = new StreamReader(RepositoryFiles.PathOf("docker-compose.yml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)((YamlMappingNode)stream.Documents[0].RootNode).Children["services"];
    }
}
