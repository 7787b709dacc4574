using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using System.Net;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Silo.Logging;

namespace OrleansAssets.Silo.Start;

/// <summary>The silo's command line and environment.</summary>
internal sealed class SiloCommand
{
    private const int PortMax = 65_535;

    private readonly EnvironmentOptions _from;
    private readonly Option<string?> _root, _data, _config, _sandboxLog, _tlsCertificate, _tlsKey, _oidcClient, _oidcRoleClaim;
    private readonly Option<string?> _clusterAuthority, _clusterCertificate, _clusterKey;
    private readonly Option<Uri?> _oidcAuthority;
    private readonly Option<IPAddress> _bind;
    private readonly Option<IPNetwork?> _proxy;
    private readonly Option<int?> _port, _gatewayPort, _siloPort, _tlsPort, _silos, _databaseWait;
    private readonly Option<bool> _live, _cluster, _ownConfig, _metrics, _dashboard, _openGateway, _plainCluster, _noStreams, _noWeb;
    private readonly Option<WarmUp?> _warmUp;
    private readonly Option<LogFormat?> _logFormat;
    private readonly Option<ImmutableArray<IPEndPoint>> _gateways;
    private readonly Option<string?> _tokenFile;
    private readonly Command _backup, _restore, _web;

    private readonly Option<string?> _to = new("--to")
    {
        Description = "Directory of the backup, made here [default: DATA/backups/TIME]",
    };

    private readonly Option<string?> _backupFrom = new("--from") { Description = "Directory of the backup", Required = true };

    public SiloCommand(Func<string, string?> environment)
    {
        var from = _from = new EnvironmentOptions(environment);
        _root = from.Text("--root", "Directory that holds config/ and .data/", Environment.CurrentDirectory);
        _data = from.Text("--data", "Directory of the run file and the private server [default: ROOT/.data]");
        _config = from.Text("--config", "Directory of the three YAML files [default: ROOT/config]");
        _bind = from.Value<IPAddress>(
            "--bind", "Address of the web port, with --cluster also of those for silos and clients; 0.0.0.0 for every one of this machine",
            IPAddress.Loopback, "an IP address such as 127.0.0.1 or 0.0.0.0", TryRead);
        _port = from.Number("--port", "Web port; 0 takes a free one", SiloOptions.DefaultWebPort, 0, PortMax);
        _gatewayPort = from.Number(
            "--gateway-port", "Port for clients; 0 takes a free one", SiloOptions.DefaultGatewayPort, 0, PortMax);
        _siloPort = from.Number("--silo-port", "Port for other silos; 0 takes a free one", SiloOptions.DefaultSiloPort, 0, PortMax);
        _tlsCertificate = from.Text("--tls-certificate", "PEM file of the certificate by which the web side is served at --bind");
        _tlsKey = from.Text("--tls-key", "PEM file of its key [default: in the same file]");
        _tlsPort = from.Number("--tls-port", "Web port for TLS; 0 takes a free one", SiloOptions.DefaultTlsPort, 0, PortMax);
        _proxy = from.Value<IPNetwork?>(
            "--proxy", "Address or network of the proxy that does the TLS; requests from elsewhere than there and this machine are refused",
            otherwise: null, "an IP address or network such as 10.0.0.5 or 172.18.0.0/16", TryRead);
        _oidcAuthority = from.Value<Uri?>(
            "--oidc-authority", "Issuer of OpenID Connect by which people and services are known beside tokens", otherwise: null,
            "an address such as https://login.example.com/realms/desk, in plain HTTP on this machine alone", TryRead);
        _oidcClient = from.Text(
            "--oidc-client", $"Name of this installation at that issuer; its secret is taken from {SiloOptions.OidcSecretVariable}");
        _oidcRoleClaim = from.Text(
            "--oidc-role-claim", "Claim that holds roles: viewer, trader, operator or admin, with or without assets- before it",
            SiloOptions.DefaultOidcRoleClaim);
        _live = from.Flag("--live", "Ask the vendors themselves; without it, the sandbox inside the silo");
        _openGateway = from.Flag(
            "--open-gateway", "Let clients of grains in without a token and by any name: for trials on this machine alone");
        _plainCluster = from.Flag(
            "--plain-cluster",
            "Let silos and clients speak in plain text at --bind: on a network that is theirs alone");
        _noStreams = from.Flag(
            "--no-streams", "Ask for quotes on their schedule only; without it, vendors that push quotes are listened to");
        _cluster = from.Flag("--cluster", $"Join the silos of the same database (needs {SiloOptions.ConnectionVariable})");
        _clusterAuthority = from.Text(
            "--cluster-authority",
            "PEM file of who signs the certificates of silos and clients: nobody without one is heard on their ports");
        _clusterCertificate = from.Text("--cluster-certificate", "PEM file of the certificate by which they know this silo");
        _clusterKey = from.Text("--cluster-key", "PEM file of its key [default: in the same file]");
        _silos = from.Number(
            "--silos",
            "Silos that may run on the database at the same time, for the size of the connection pool "
            + $"[default: 1, and {SiloOptions.DefaultClusterSilos} with --cluster]",
            otherwise: null, 1, 1000);
        _databaseWait = from.Number(
            "--database-wait", "Seconds to wait at the start for a database server that does not serve yet",
            SiloOptions.DefaultDatabaseWaitSeconds, 0, 3600);
        _warmUp = from.Value<WarmUp?>(
            "--warm-up",
            "What is collected beside the enabled assets: nextphase, or all [default: all in the sandbox, nextphase with --live]",
            otherwise: null, "nextphase or all", TryRead);
        _sandboxLog = from.Text("--sandbox-log", "File to which the sandbox appends a line for each call");
        _ownConfig = from.Flag(
            "--own-config",
            "Rewrite the enabled flags of assets_config.yaml when a phase changes; without it the file is the user's alone");
        _metrics = from.Flag(
            "--metrics",
            "Serve /metrics for Prometheus on the web port: to programs of this machine, and to viewers where others reach the port");
        _logFormat = from.Value<LogFormat?>(
            "--log-format", "Lines of the log: text, or json with event, trace and span ids [default: text]", otherwise: null,
            "text or json", TryRead);
        _dashboard = from.Flag("--dashboard", "Serve the dashboard of Orleans at /orleans on the web port, to admins");
        _noWeb = from.Flag(
            "--no-web", "Serve no pages and no API on the web port, but health and what is switched on: 'web' serves them elsewhere");
        Root = new RootCommand($"""
            Runs the OrleansAssets backend in the foreground until Ctrl-C.
            With {SiloOptions.ConnectionVariable} set it uses that PostgreSQL server; otherwise it starts a private one in .data/postgres.
            What is not given is taken from the environment variable in brackets: a flag is set by 1, true or yes. docs/environment.md
            has all.
            """);
        from.All.ForEach(Root.Options.Add);
        _gateways = from.Value<ImmutableArray<IPEndPoint>>(
            "--gateways",
            $"Gateways of silos, with commas between them [default: those in the database of {SiloOptions.ConnectionVariable}, else "
            + $"127.0.0.1:{SiloOptions.DefaultGatewayPort}]",
            [], "IP addresses with ports such as 127.0.0.1:30000, with commas between them", TryRead);
        _gateways.Arity = ArgumentArity.ExactlyOne; // a list is one text
        _tokenFile = from.Text(
            "--token-file", "File with an admin's token, by which silos take this process for a door [default: DATA/admin.token]");
        _web = new Command("web", """
            Serves pages and API in a process of its own, as a client of silos: what it is asked it asks of them, and it has no database.
            While no silo can be reached it answers 503, and goes on by itself.
            """)
        {
            _gateways, _tokenFile, _root, _data, _bind, _port, _tlsCertificate, _tlsKey, _tlsPort, _proxy, _oidcAuthority, _oidcClient,
            _oidcRoleClaim, _clusterAuthority, _clusterCertificate, _clusterKey, _metrics, _logFormat,
        };
        Root.Subcommands.Add(_web);
        _backup = new Command("backup", $"""
            Dumps the database, of one instant and beside silos that work, into a new directory with a manifest of what is in it: that of
            {SiloOptions.OwnerConnectionVariable} or {SiloOptions.ConnectionVariable}, else the private server's.
            """) { _root, _data, _to };
        _restore = new Command("restore", """
            Puts a backup into an empty database, or a new data directory, and proves rows, heads and audit log by its manifest.
            """) { _root, _data, _backupFrom };
        Root.Subcommands.Add(_backup);
        Root.Subcommands.Add(_restore);
    }

    /// <summary>The command with its options.</summary>
    public RootCommand Root { get; }

    /// <summary>Runs the silo by what the command line and the environment say.</summary>
    /// <param name="backUp">Takes a backup or restores one; null for tests of a silo's own options.</param>
    /// <param name="serveWeb">Serves pages and API alone; null for tests of a silo's own options.</param>
    /// <param name="error">Takes every fault of both, a line each; no silo is run then.</param>
    /// <returns>What <paramref name="run"/> answers, or 2 where there is a fault.</returns>
    public async Task<int> RunAsync(
        string[] arguments, Func<SiloOptions, CancellationToken, Task<int>> run, TextWriter error,
        Func<BackupOptions, CancellationToken, Task<int>>? backUp = null,
        Func<WebProcessOptions, CancellationToken, Task<int>>? serveWeb = null)
    {
        Root.SetAction((parsed, cancellationToken) => run(Read(parsed), cancellationToken));
        if (backUp is not null)
        {
            _backup.SetAction((parsed, cancellationToken) => backUp(Read(parsed, _to, isRestore: false), cancellationToken));
            _restore.SetAction((parsed, cancellationToken) => backUp(Read(parsed, _backupFrom, isRestore: true), cancellationToken));
        }

        if (serveWeb is not null)
        {
            _web.SetAction((parsed, cancellationToken) => serveWeb(ReadWeb(parsed), cancellationToken));
        }

        var parsed = Root.Parse(arguments);
        if (_from.FaultsOf(parsed) is { Count: > 0 } faults && parsed.Action is not HelpAction)
        {
            faults.ToList().ForEach(error.WriteLine);
            await error.WriteLineAsync("The silo does not start; --help lists its options, docs/environment.md its variables.");
            return StartException.BadInput;
        }

        // The parser ends the process 2 s after a signal unless told; the silo stops the private server after the host.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = SiloOptions.StopBudget * 2 });
    }

    private SiloOptions Read(ParseResult parsed)
    {
        var root = Path.GetFullPath(parsed.GetRequiredValue(_root)!); // has a default
        return new SiloOptions(
            root,
            DataOf(parsed),
            Path.GetFullPath(parsed.GetValue(_config) ?? Path.Combine(root, "config")),
            parsed.GetRequiredValue(_bind),
            parsed.GetValue(_port) ?? SiloOptions.DefaultWebPort,
            parsed.GetValue(_gatewayPort) ?? SiloOptions.DefaultGatewayPort,
            parsed.GetValue(_siloPort) ?? SiloOptions.DefaultSiloPort,
            parsed.GetValue(_live),
            parsed.GetValue(_cluster),
            _from.Variable(SiloOptions.ConnectionVariable))
        {
            OpenGateway = parsed.GetValue(_openGateway),
            PlainCluster = parsed.GetValue(_plainCluster),
            Proxy = parsed.GetValue(_proxy),
            OidcAuthority = parsed.GetValue(_oidcAuthority),
            OidcClient = parsed.GetValue(_oidcClient),
            OidcRoleClaim = parsed.GetRequiredValue(_oidcRoleClaim)!, // has a default
            OidcSecret = _from.Variable(SiloOptions.OidcSecretVariable),
            TlsCertificate = PathOf(parsed, _tlsCertificate),
            TlsKey = PathOf(parsed, _tlsKey),
            TlsPort = parsed.GetValue(_tlsPort) ?? SiloOptions.DefaultTlsPort,
            ClusterAuthority = PathOf(parsed, _clusterAuthority),
            ClusterCertificate = PathOf(parsed, _clusterCertificate),
            ClusterKey = PathOf(parsed, _clusterKey),
            SandboxLog = PathOf(parsed, _sandboxLog),
            OwnConfig = parsed.GetValue(_ownConfig),
            Metrics = parsed.GetValue(_metrics),
            Dashboard = parsed.GetValue(_dashboard),
            LogFormat = parsed.GetValue(_logFormat) ?? LogFormat.Text,
            Otlp = _from.Variable(SiloOptions.OtlpVariable) is not null,
            WantedWarmUp = parsed.GetValue(_warmUp),
            Streams = !parsed.GetValue(_noStreams),
            Web = !parsed.GetValue(_noWeb),
            WantedSilos = parsed.GetValue(_silos),
            DatabaseWaitSeconds = parsed.GetValue(_databaseWait) ?? SiloOptions.DefaultDatabaseWaitSeconds,
            OwnerConnectionString = _from.Variable(SiloOptions.OwnerConnectionVariable),
        };
    }

    private WebProcessOptions ReadWeb(ParseResult parsed)
    {
        var (side, gateways) = (Read(parsed), parsed.GetValue(_gateways));
        var isByTable = gateways.IsEmpty && side.ConnectionString is not null;
        return new WebProcessOptions(
            side with { Cluster = isByTable },
            isByTable ? []
            : gateways.IsEmpty ? [new IPEndPoint(IPAddress.Loopback, SiloOptions.DefaultGatewayPort)]
            : gateways,
            PathOf(parsed, _tokenFile));
    }

    private static string? PathOf(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } path ? Path.GetFullPath(path) : null;

    private BackupOptions Read(ParseResult parsed, Option<string?> directory, bool isRestore) => new(
        DataOf(parsed),
        _from.Variable(SiloOptions.OwnerConnectionVariable) ?? _from.Variable(SiloOptions.ConnectionVariable),
        PathOf(parsed, directory),
        isRestore);

    private string DataOf(ParseResult parsed) => Path.GetFullPath(
        parsed.GetValue(_data) ?? Path.Combine(Path.GetFullPath(parsed.GetRequiredValue(_root)!), ".data")); // has a default

    private static bool TryRead(string text, out IPAddress address)
    {
        var isAddress = IPAddress.TryParse(text, out var read);
        address = read ?? IPAddress.None;
        return isAddress;
    }

    private static bool TryRead(string text, out IPNetwork? network)
    {
        var isAddress = IPAddress.TryParse(text, out var address);
        var isNetwork = IPNetwork.TryParse(text, out var read);
        network = isNetwork ? read : address is null ? null : new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return isAddress || isNetwork;
    }

    private static bool TryRead(string text, out ImmutableArray<IPEndPoint> gateways)
    {
        var read = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(one => IPEndPoint.TryParse(one, out var gateway) && gateway.Port > 0 ? gateway : null).ToArray();
        gateways = [.. read.OfType<IPEndPoint>()];
        return gateways.Length == read.Length;
    }

    private static bool TryRead(string text, out Uri? address)
    {
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out address);
        return isAddress && address is not null
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
    }

    private static bool TryRead<T>(string text, out T? value)
        where T : struct, Enum
    {
        var isKnown = EnumText.TryRead<T>(text, out var read);
        value = read;
        return isKnown;
    }
}
