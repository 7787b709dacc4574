using System.Globalization;
using System.Text.RegularExpressions;
using OrleansAssets.Database;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;
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
    [InlineData("alertmanager")]
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
            .Select(EnvironmentOptions.VariableOf)
            .Concat([SiloOptions.ConnectionVariable, SiloOptions.OtlpVariable, SiloOptions.OidcSecretVariable]).ToArray();
        Assert.Empty(asked.Except(known, StringComparer.Ordinal));
        var oidc = known.Where(name => name.Contains("OIDC", StringComparison.Ordinal)).Append(SiloOptions.OidcSecretVariable);
        Assert.Empty(oidc.Except(asked, StringComparer.Ordinal));
    }

    /// <summary>
    /// Limits, channels and their secrets are somebody's own: the configuration is this directory's, and what it names is given to the
    /// silos and to nobody else.
    /// </summary>
    [Fact]
    public void Compose_ConfigurationAndItsSecrets_AreThoseOfThisDirectory()
    {
        Assert.All(Silos, silo =>
        {
            Assert.Contains("./config:/app/config:ro", Texts(Get(silo, "volumes")));
            var file = Assert.IsType<YamlMappingNode>(Assert.Single((YamlSequenceNode)Get(silo, "env_file")));
            Assert.Equal("${ASSETS_SECRETS_FILE:-./.data/secrets.env}", Text(Entry(file, "path")));
            Assert.Equal("false", Text(Entry(file, "required")));
        });
        Assert.Contains("./config:/app/config:ro", Texts(Get("assets", "volumes")));
        Assert.All(new[] { "web", "backup" }, service => Assert.Empty((YamlSequenceNode)Get(service, "env_file")));
        Assert.Contains(".data", File.ReadLines(RepositoryFiles.PathOf(".dockerignore")));
    }

    /// <summary>The silo's program with pg_dump of the server's version, on a volume of its own, once and not for long.</summary>
    [Fact]
    public void Compose_Backup_HasTheProgramsOfTheServersVersionAndKeepsWhatItMakes()
    {
        var major = Text(Get("db", "image")).Split("-pg")[1];
        var stage = File.ReadLines(RepositoryFiles.PathOf("Dockerfile"))
            .SkipWhile(line => line != "FROM silo AS backup").ToArray();

        Assert.Contains(stage, line => line.Contains($"postgresql-client-{major} ", StringComparison.Ordinal));
        Assert.Equal("USER $APP_UID", stage[^1]);
        Assert.Equal("backup", Text(Get("backup", "build", "target")));
        Assert.Equal(["backup"], Texts(Get("backup", "command")));
        Assert.Equal(["backup"], Texts(Get("backup", "profiles")));
        Assert.Equal(["backups:/app/.data"], Texts(Get("backup", "volumes")));
        Assert.Equal("no", Text(Get("backup", "restart")));
        Assert.Equal(
            Text(Get("silo-1", "environment", SiloOptions.ConnectionVariable)),
            Text(Get("backup", "environment", SiloOptions.ConnectionVariable)));
    }

    /// <summary>Nothing of the image runs as root, whatever a stage did to get there.</summary>
    [Fact]
    public void Dockerfile_EveryStageThatRuns_EndsAsTheUnprivilegedUser()
    {
        var stages = File.ReadAllText(RepositoryFiles.PathOf("Dockerfile")).Split("\nFROM ")[2..]; // the first one builds

        Assert.Equal(3, stages.Length);
        Assert.All(stages, stage => Assert.Equal(
            "USER $APP_UID", stage.Split('\n').Last(line => line.StartsWith("USER ", StringComparison.Ordinal))));
    }

    /// <summary>Metrics are a viewer's beyond loopback: each job brings the token that the compose file hands over.</summary>
    [Fact]
    public void Prometheus_EveryJob_BringsTheTokenOfTheComposeFile()
    {
        var jobs = ((YamlSequenceNode)Entry(ReadFile("ops", "prometheus", "prometheus.yml"), "scrape_configs"))
            .Cast<YamlMappingNode>().ToArray();
        Assert.Contains("metrics-token:/run/metrics-token:ro", Texts(Get("prometheus", "volumes")));

        Assert.All(jobs, job => Assert.Equal(
            "/run/metrics-token/metrics.token", Text(Entry((YamlMappingNode)Entry(job, "authorization"), "credentials_file"))));
        Assert.Equal(
            Programs.Select(name => $"{name}:8080").Order(StringComparer.Ordinal),
            jobs.SelectMany(job => ((YamlSequenceNode)Entry(job, "static_configs")).Cast<YamlMappingNode>())
                .SelectMany(list => Texts(Entry(list, "targets"))).Order(StringComparer.Ordinal));
    }

    /// <summary>A fresh clone has no token: a service makes it before Prometheus starts, and needs nothing but the web service.</summary>
    [Fact]
    public void Compose_TokenOfPrometheus_IsMadeByTheConsoleBeforeItStarts()
    {
        Assert.Equal(
            "service_completed_successfully", Text(Get("prometheus", "depends_on", "metrics-token", "condition")));
        Assert.Equal(["bash", "/make-token.sh", "/tokens/metrics.token"], Texts(Get("metrics-token", "entrypoint")));
        Assert.Equal("service:web", Text(Get("metrics-token", "network_mode")));
        Assert.Equal("service_healthy", Text(Get("metrics-token", "depends_on", "web", "condition")));
        Assert.Equal(
            ["silo-1:/app/.data:ro", "metrics-token:/tokens", "./ops/prometheus/make-token.sh:/make-token.sh:ro"],
            Texts(Get("metrics-token", "volumes")));
        Assert.Contains("RUN mkdir /tokens && chown $APP_UID /tokens", File.ReadLines(RepositoryFiles.PathOf("Dockerfile")));
    }

    [Fact]
    public async Task MakeToken_TwiceAndInBetweenInVain_HasTheTokenAloneOnItsLine()
    {
        using var directory = new DataDirectory();
        var (file, calls) = (Path.Combine(directory.Path, "metrics.token"), Path.Combine(directory.Path, "calls"));
        directory.Write("dotnet", ["#!/bin/sh", $"echo \"$@\" >>'{calls}'", "cat \"$(dirname \"$0\")/answer\""]);
        directory.Write("answer", ["{ \"error\": \"nobody is there\" }"]);
        await Support.Programs.RunAsync("chmod", "+x", Path.Combine(directory.Path, "dotnet"));

        Assert.Equal((1, false), (await MakeAsync(), File.Exists(file)));
        directory.Write("answer", ["{ \"secret\": \"oat_12ab_34cd\", \"name\": \"prometheus\" }"]);
        Assert.Equal(0, await MakeAsync());
        Assert.Equal(0, await MakeAsync());

        Assert.Equal(["oat_12ab_34cd"], await File.ReadAllLinesAsync(file));
        Assert.Equal(2, (await File.ReadAllLinesAsync(calls)).Count(
            line => line == "/app/assets/assets.dll tokens make prometheus --role viewer --json"));

        async Task<int> MakeAsync() => (await Support.Programs.RunAsync(
            "env", $"PATH={directory.Path}:{Environment.GetEnvironmentVariable("PATH")}", "bash",
            RepositoryFiles.PathOf("ops", "prometheus", "make-token.sh"), file)).ExitCode;
    }

    /// <summary>An alert that nobody sends reaches nobody: Prometheus hands them to the service that does.</summary>
    [Fact]
    public void Compose_Alerts_GoThroughAlertmanagerToWhomTheEnvironmentNames()
    {
        var alerting = (YamlMappingNode)Entry(ReadFile("ops", "prometheus", "prometheus.yml"), "alerting");
        var managers = (YamlMappingNode)Assert.Single((YamlSequenceNode)Entry(alerting, "alertmanagers"));
        var list = (YamlMappingNode)Assert.Single((YamlSequenceNode)Entry(managers, "static_configs"));
        var script = File.ReadAllText(RepositoryFiles.PathOf("ops", "alertmanager", "start.sh"));
        var given = ((YamlMappingNode)Get("alertmanager", "environment")).Children.Keys.Select(Text).ToArray();

        Assert.Equal(["alertmanager:9093"], Texts(Entry(list, "targets")));
        Assert.Equal("service_started", Text(Get("prometheus", "depends_on", "alertmanager", "condition")));
        Assert.Equal(["/bin/sh", "/etc/alertmanager/start.sh"], Texts(Get("alertmanager", "entrypoint")));
        Assert.Equal(
            AlertVariable().Matches(script).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal),
            given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Alertmanager_WebhookAndMailAreNamed_AreItsOneReceiverWhateverIsInThem()
    {
        var receiver = await ReceiverAsync(
            "ASSETS_ALERT_WEBHOOK=https://example.com/it's?a=1#b", "ASSETS_ALERT_MAIL_TO=desk@example.com",
            "ASSETS_ALERT_MAIL_FROM=assets@example.com", "ASSETS_ALERT_SMTP=smtp.example.com:587", "ASSETS_ALERT_SMTP_USER=assets",
            "ASSETS_ALERT_SMTP_PASSWORD=p: \"'$x");

        var webhook = (YamlMappingNode)Assert.Single((YamlSequenceNode)Entry(receiver, "webhook_configs"));
        var mail = (YamlMappingNode)Assert.Single((YamlSequenceNode)Entry(receiver, "email_configs"));
        Assert.Equal("https://example.com/it's?a=1#b", Text(Entry(webhook, "url")));
        Assert.Equal(
            ["desk@example.com", "assets@example.com", "smtp.example.com:587", "true", "assets", "p: \"'$x"],
            new[] { "to", "from", "smarthost", "require_tls", "auth_username", "auth_password" }.Select(key => Text(Entry(mail, key))));
    }

    [Fact]
    public async Task Alertmanager_NobodyIsNamed_SaysThatAlertsAreSentToNobody()
    {
        Assert.Equal(["name"], (await ReceiverAsync()).Children.Keys.Select(Text));
        Assert.Contains("sent to nobody", (await PrintAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await PrintAsync("ASSETS_ALERT_MAIL_TO=desk@example.com")).ExitCode);
    }

    private static async Task<YamlMappingNode> ReceiverAsync(params string[] environment)
    {
        var (exitCode, output) = await PrintAsync(environment);
        Assert.True(exitCode == 0, output);
        var stream = new YamlStream();
        using var reader = new StringReader(output[output.IndexOf("route:", StringComparison.Ordinal)..]);
        stream.Load(reader);
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        Assert.Equal("people", Text(Entry((YamlMappingNode)Entry(root, "route"), "receiver")));
        return (YamlMappingNode)Assert.Single((YamlSequenceNode)Entry(root, "receivers"));
    }

    private static Task<(int ExitCode, string Output)> PrintAsync(params string[] environment) => Support.Programs.RunAsync(
        "env", [.. environment, "sh", RepositoryFiles.PathOf("ops", "alertmanager", "start.sh"), "--print"]);

    [GeneratedRegex("ASSETS_ALERT_[A-Z_]+[A-Z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AlertVariable();

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

    private static YamlMappingNode Read() => (YamlMappingNode)Entry(ReadFile("docker-compose.yml"), "services");

    private static YamlMappingNode ReadFile(params string[] path)
    {
        using var reader = new StreamReader(RepositoryFiles.PathOf(path));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
