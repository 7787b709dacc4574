using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansAssets.Domain;

namespace OrleansAssets.Cli.Running;

/// <summary>Options and arguments that are one of a few names.</summary>
internal static class ChoiceOption
{
    public static Option<T> Of<T>(string name, string description, string helpName)
        where T : struct, Enum =>
        new(name) { Description = description, HelpName = helpName, Required = true, CustomParser = Read<T> };

    public static Option<T?> Optional<T>(string name, string description, string helpName)
        where T : struct, Enum =>
        new(name) { Description = description, HelpName = helpName, CustomParser = result => Read<T>(result) };

    public static Argument<T> Argument<T>(string name, string description)
        where T : struct, Enum =>
        new(name) { Description = description, CustomParser = Read<T> };

    private static T Read<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = string.Join(' ', result.Tokens.Select(token => token.Value));
        if (!EnumText.TryRead<T>(text, out var value))
        {
            var name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
            result.AddError($"{name} '{text}' must be {string.Join(" or ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()))}.");
        }

        return value;
    }
}
