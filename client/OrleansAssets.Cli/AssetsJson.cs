using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Api;
using OrleansAssets.Cli.Audit;
using OrleansAssets.Cli.Certificates;
using OrleansAssets.Cli.Configuration;
using OrleansAssets.Cli.Contexts;
using OrleansAssets.Cli.Demo;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Performance;
using OrleansAssets.Cli.Phases;
using OrleansAssets.Cli.Status;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Cli;

/// <summary>
/// The JSON of what the console makes itself, in the form of the API. Generated, so that it starts fast.
/// </summary>
[JsonSerializable(typeof(CertificatesMade))]
[JsonSerializable(typeof(DemoFiles))]
[JsonSerializable(typeof(PhaseGlance))]
[JsonSerializable(typeof(AssetsConfiguration))]
[JsonSerializable(typeof(ConfigCheckView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(PerformanceView))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(ImmutableArray<ContextView>))]
[JsonSerializable(typeof(LoginView))]
[JsonSerializable(typeof(ErrorView))]
internal sealed partial class AssetsJson : JsonSerializerContext
{
    /// <summary>The form of answers.</summary>
    public static AssetsJson Form { get; } = new(ApiJson.Shape(indented: true));

    /// <summary>The same on one line, for answers that go on and on.</summary>
    public static AssetsJson Line { get; } = new(ApiJson.Shape(indented: false));
}

/// <summary>An error as JSON on stderr.</summary>
internal sealed record ErrorView(ErrorBody Error);

/// <inheritdoc cref="CommandError"/>
internal sealed record ErrorBody(string Code, int ExitCode, string Message, ImmutableArray<string> Details);
