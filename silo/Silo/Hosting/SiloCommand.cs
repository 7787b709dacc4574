using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Silo.Hosting;

/// <summary>The silo's command line. Every option may also be set in the environment as ASSETS_NAME, e.g. ASSETS_PORT.</summary>
internal sealed class SiloCommand
{
    private readonly Func<string, string?> _environment;

    private SiloCommand(Func<string, string?> environment) => _environment = environment;

    /// <param name="environment">Null takes the process's own.</param>
    public static RootCommand Create(
        Func<SiloOptions, CancellationToken, Task<int>> run, Func<string, string?>? environment = null) =>
        new SiloCommand(environment ?? Environment.GetEnvironmentVariable).Build(run);

    /// <summary>The variable that stands for an option that is not given.</summary>
    public static string VariableOf(Option option) => $"ASSETS_{option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant()}";

    private RootCommand Build(Func<SiloOptions, CancellationToken, Task<int>> run)
    {
        var root = new Option<string>("--root") { Description = "Directory that holds config/ and .data/", DefaultValueFactory = _ => Text("ROOT", Environment.CurrentDirectory) };
        var data = new Option<string?>("--data") { Description = "Directory of the run file and the private server [default: ROOT/.data]", DefaultValueFactory = _ => Text("DATA") };
        var config = new Option<string?>("--config") { Description = "Directory of the three YAML files [default: ROOT/config]", DefaultValueFactory = _ => Text("CONFIG") };
        var bind = new Option<string>("--bind") { Description = "Address of the web port", DefaultValueFactory = _ => Text("BIND", "127.0.0.1") };
        var port = Port("--port", "PORT", "Web port; 0 takes a free one", SiloOptions.DefaultWebPort);
        var gateway = Port("--gateway-port", "GATEWAY_PORT", "Port for clients; 0 takes a free one", SiloOptions.DefaultGatewayPort);
        var siloPort = Port("--silo-port", "SILO_PORT", "Port for other silos; 0 takes a free one", SiloOptions.DefaultSiloPort);
        var live = Flag("--live", "LIVE", "Ask the vendors themselves; without it, the sandbox inside the silo");
        var cluster = Flag("--cluster", "CLUSTER", $"Join the silos of the same database (needs {SiloOptions.ConnectionVariable})");

        var sandboxLog = new Option<string?>("--sandbox-log")
        {
            Description = "File to which the sandbox appends a line for each call",
            DefaultValueFactory = _ => Text("SANDBOX_LOG"),
        };
        var warmUp = new Option<WarmUp?>("--warm-up")
        {
            Description = "What is collected beside the enabled assets: nextphase, or all [default: all in the sandbox, nextphase with --live]",
            DefaultValueFactory = result =>
            {
                if (Text("WARM_UP") is not { } text || Enum.TryParse<WarmUp>(text, ignoreCase: true, out _))
                {
                    return Text("WARM_UP") is { } known ? Enum.Parse<WarmUp>(known, ignoreCase: true) : null;
                }

                result.AddError($"ASSETS_WARM_UP is '{text}'; it must be nextphase or all.");
                return null;
            },
        };

        var ownConfig = Flag(
            "--own-config", "OWN_CONFIG",
            "Rewrite the enabled flags of assets_config.yaml when a phase changes; without it the file is the user's alone");

        var databaseWait = Number(
            "--database-wait", "DATABASE_WAIT", "Seconds to wait at the start for a database server that does not serve yet",
            SiloOptions.DefaultDatabaseWaitSeconds, 0, 3600);
        var silos = new Option<int?>("--silos")
        {
            Description = "Silos that may run on the database at the same time, for the size of the connection pool "
                + $"[default: 1, and {SiloOptions.DefaultClusterSilos} with --cluster]",
            DefaultValueFactory = result => Whole(result, "SILOS"),
        };
        silos.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 1000)
            {
                result.AddError($"--silos is {result.GetValueOrDefault<int?>()}; it must be 1 to 1000.");
            }
        });

        bind.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (!IPAddress.TryParse(text, out _))
            {
                result.AddError($"--bind is '{text}'; it must be an IP address such as 127.0.0.1 or 0.0.0.0.");
            }
        });

        var command = new RootCommand($"""
            Runs the OrleansAssets backend in the foreground until Ctrl-C.
            With {SiloOptions.ConnectionVariable} set it uses that PostgreSQL server; otherwise it starts a private one in .data/postgres.
            What is not given is taken from the environment variable in brackets: a flag is set by 1, true or yes. docs/environment.md has all.
            """);
        foreach (var option in new Option[]
        {
            root, data, config, bind, port, gateway, siloPort, live, cluster, silos, databaseWait, warmUp, sandboxLog, ownConfig,
        })
        {
            option.Description += $" [{VariableOf(option)}]";
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var rootDirectory = Path.GetFullPath(parsed.GetValue(root)!);
            return run(
                new SiloOptions(
                    rootDirectory,
                    Path.GetFullPath(parsed.GetValue(data) ?? Path.Combine(rootDirectory, ".data")),
                    Path.GetFullPath(parsed.GetValue(config) ?? Path.Combine(rootDirectory, "config")),
                    IPAddress.Parse(parsed.GetValue(bind)!),
                    parsed.GetValue(port),
                    parsed.GetValue(gateway),
                    parsed.GetValue(siloPort),
                    parsed.GetValue(live),
                    parsed.GetValue(cluster),
                    Variable(SiloOptions.ConnectionVariable))
                {
                    SandboxLog = parsed.GetValue(sandboxLog) is { } log ? Path.GetFullPath(log) : null,
                    OwnConfig = parsed.GetValue(ownConfig),
                    WantedWarmUp = parsed.GetValue(warmUp),
                    WantedSilos = parsed.GetValue(silos),
                    DatabaseWaitSeconds = parsed.GetValue(databaseWait),
                    OwnerConnectionString = Variable(SiloOptions.OwnerConnectionVariable),
                },
                cancellationToken);
        });
        return command;
    }

    private Option<int> Port(string name, string variable, string description, int defaultPort) =>
        Number(name, variable, description, defaultPort, 0, 65535);

    private Option<int> Number(string name, string variable, string description, int otherwise, int min, int max)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = result => Whole(result, variable) ?? otherwise,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var given && (given < min || given > max))
            {
                result.AddError($"{name} is {given}; it must be {min} to {max}.");
            }
        });
        return option;
    }

    private int? Whole(ArgumentResult result, string variable)
    {
        var text = Text(variable);
        if (text is null || int.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            return text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
        }

        result.AddError($"ASSETS_{variable} is '{text}'; it must be a whole number.");
        return null;
    }

    private Option<bool> Flag(string name, string variable, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => Text(variable) is "1" or "true" or "yes",
    };

    private string? Text(string variable) => Variable($"ASSETS_{variable}");

    private string? Variable(string name) => _environment(name) is { Length: > 0 } text ? text : null;

    private string Text(string variable, string otherwise) => Text(variable) ?? otherwise;
}
