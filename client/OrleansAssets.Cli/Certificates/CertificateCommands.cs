using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Certificates;

/// <summary><c>certificates</c>: an authority of one's own, and what silos and clients know one another by.</summary>
internal static class CertificateCommands
{
    private const int DaysMax = 825;
    private const int AuthorityYears = 5;
    private const int NameLengthMax = 60;

    public static Command Build(CommandRunner runner) =>
        new("certificates", "Certificates by which silos and clients know one another") { Make(runner) };

    private static Command Make(CommandRunner runner)
    {
        var directory = new Argument<string>("DIRECTORY") { Description = "Where they go; an authority that is there already signs" };
        var silos = Names("--silo", "Name of a silo; several may be given", "silo");
        var clients = Names("--client", "Name of a client; several may be given", "client");
        var days = WholeOption.Of("--days", $"How long they hold, 1 to {DaysMax}", "days", 365, 1, DaysMax);
        var command = new Command(
            "make", "Make an authority for development, and certificates of silos and clients that it signs")
        {
            directory, silos, clients, days,
        };
        return runner.Offline(command, call =>
        {
            var place = Path.GetFullPath(call.Get(directory));
            var wanted = call.Get(silos)!.Select(name => (Name: name, IsSilo: true)) // it has a default
                .Concat(call.Get(clients)!.Select(name => (Name: name, IsSilo: false))).ToArray(); // likewise
            return Task.FromResult(Fault(place, [.. wanted.Select(one => one.Name)]) is { } fault
                ? call.Output.Fail(CommandError.BadInput(fault))
                : Make(call, place, wanted, TimeSpan.FromDays(call.Get(days))));
        });
    }

    private static int Make(CommandCall call, string place, (string Name, bool IsSilo)[] wanted, TimeSpan span)
    {
        try
        {
            using var authority = DevelopmentAuthority.Open(place, call.Now, call.Now.AddYears(AuthorityYears));
            foreach (var (name, isSilo) in wanted)
            {
                authority.Sign(name, isSilo, call.Now, call.Now + span);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return call.Output.Fail(CommandError.BadInput(
                $"The certificates cannot be made in {place} ({exception.Message.TrimEnd('.')}): choose another directory, or mend it."));
        }

        var made = new CertificatesMade(
            DevelopmentAuthority.CertificateOf(place, DevelopmentAuthority.Name),
            [.. wanted.Select(one => DevelopmentAuthority.CertificateOf(place, one.Name))], call.Now + span);
        call.Output.Answer(made, AssetsJson.Form.CertificatesMade, view =>
        [
            PageParts.Facts([
                ("Authority", view.Authority),
                .. view.Certificates.Select(one => (Path.GetFileNameWithoutExtension(one), one)),
                ("Until", ValueText.Instant(view.ExpiresAt)),
                ("", "Each has its key beside it, for its owner's eyes only. Whoever has ca.key can be any silo: keep it elsewhere."),
            ]),
        ]);
        return ExitCodes.Done;
    }

    private static string? Fault(string place, string[] names)
    {
        if (Array.Find(names, name => !IsName(name)) is { } odd)
        {
            return $"'{odd}' is no name of a silo or client: take letters, digits, '-' and '.', {NameLengthMax} at most.";
        }

        if (names.Append(DevelopmentAuthority.Name).GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            return $"The name '{twice.Key}' is given twice, or is the authority's: give each silo and client its own.";
        }

        return names.FirstOrDefault(name => File.Exists(DevelopmentAuthority.CertificateOf(place, name))
            || File.Exists(DevelopmentAuthority.KeyOf(place, name))) is { } there
            ? $"{place} has a certificate or a key of '{there}' already: remove both, or take another name."
            : null;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= NameLengthMax
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') && text.Any(char.IsAsciiLetterOrDigit);

    private static Option<string[]> Names(string name, string words, string otherwise) => new(name)
    {
        Description = words, HelpName = "name", DefaultValueFactory = _ => [otherwise], AllowMultipleArgumentsPerToken = false,
    };
}

/// <summary>Files that were made; the key of each is beside it.</summary>
internal sealed record CertificatesMade(string Authority, ImmutableArray<string> Certificates, DateTimeOffset ExpiresAt);
