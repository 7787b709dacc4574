using System.CommandLine;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Running;

/// <summary><c>completion</c>: what has a shell complete commands and options, by asking the console itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _assets_complete() {
          local line="${COMP_LINE#* }" words
          local point=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
          words="$("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)" || return
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _assets_complete assets ./assets
        """;

    private const string Zsh = """
        #compdef assets
        _assets_complete() {
          local line="${BUFFER#* }"
          local point=$((CURSOR - ${#BUFFER} + ${#line}))
          local -a found
          found=("${(@f)$("${words[1]:-assets}" "[suggest:$point]" "$line" 2>/dev/null)}")
          compadd -a found
        }
        compdef _assets_complete assets ./assets
        """;

    private const string Fish = """
        function __assets_complete
          set -l words (commandline -cp | string split -m1 ' ')
          $words[1] "[suggest:"(string length -- "$words[2]")"]" "$words[2]" 2>/dev/null
        end
        complete -c assets -f -a '(__assets_complete)'
        """;

    public static Command Build(CommandRunner runner)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print what completes commands in a shell: eval \"$(assets completion bash)\"") { shell };
        return runner.Offline(command, call =>
        {
            var script = call.Get(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish };
            call.Output.Answer(output => output.WriteLine(script));
            return Task.FromResult(ExitCodes.Done);
        });
    }
}
