using System.Globalization;
using System.Text.RegularExpressions;
using OrleansAssets.Configuration.Yaml;

namespace OrleansAssets.Configuration.Sections;

/// <summary>How ids and names look. They become grain keys and database keys, so that little is allowed.</summary>
internal static partial class NameRules
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    internal static string AssetId(ConfigValue value) =>
        value.Matching(AssetPattern(), "must be an asset's id: capitals and digits, at most one '/', 20 characters, e.g. GBP/JPY");

    internal static string SnakeCase(ConfigValue value) =>
        value.Matching(SnakePattern(), "must be a name in lower case: a letter, then letters, digits and '_', at most 40 characters");

    internal static string Account(ConfigValue value) =>
        value.Matching(AccountPattern(), "must be an account with its '@', in quotes, e.g. \"@elonmusk\"");

    // A credential pasted here by mistake must not reach the screen or a log: the text is not repeated.
    internal static string EnvironmentVariable(ConfigValue value)
    {
        var text = value.Text();
        if (text.Length > 0 && !VariablePattern().IsMatch(text))
        {
            const string Rule = "must be the NAME of an environment variable (capitals, digits and '_'), never the credential itself";
            value.Fault($"a text of {text.Length} characters", Rule, nearest: null);
        }

        return text;
    }

    internal static string HttpsUrl(ConfigValue value)
    {
        var text = value.Text();
        var isHttps = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0;
        if (text.Length > 0 && !isHttps)
        {
            value.Fault("must be an address that starts with https:// and holds no credentials");
        }

        return text;
    }

    /// <summary>An address that notices go to or lead to: on this machine it may be plain, so that both can be tried here.</summary>
    internal static string HttpsOrOwnUrl(ConfigValue value)
    {
        var text = value.Text();
        var isGood = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
        if (text.Length > 0 && !isGood)
        {
            value.Fault("must be an address that starts with https://, or with http:// on this machine, and holds no credentials");
        }

        return text;
    }

    internal static string StreamUrl(ConfigValue value)
    {
        var text = value.Text();
        var isStream = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeWss || url.Scheme == Uri.UriSchemeHttps);
        if (text.Length > 0 && !isStream)
        {
            value.Fault("must be an address that starts with wss:// or https:// and holds no credentials");
        }

        return text;
    }

    internal static string MailAddress(ConfigValue value) =>
        value.Matching(MailPattern(), "must be an address as in ops@example.com");

    internal static TimeOnly Time(ConfigValue value)
    {
        var text = value.Matching(TimePattern(), "must be a time of the day in quotes, \"00:00\" to \"23:59\"");
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : default;
    }

    internal static string TimeZone(ConfigValue value)
    {
        var text = value.Text();
        if (text.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(text, out _))
        {
            value.Fault("must be a time zone that this machine knows, e.g. Europe/Berlin");
        }

        return text;
    }

    [GeneratedRegex(@"\A[^@\s<>,;]{1,64}@[A-Za-z0-9.-]{1,190}\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MailPattern();

    [GeneratedRegex(@"\A([01][0-9]|2[0-3]):[0-5][0-9]\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"\A(?=.{1,20}\z)[A-Z0-9]+(/[A-Z0-9]+)?\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AssetPattern();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SnakePattern();

    [GeneratedRegex(@"\A@[A-Za-z0-9_]{1,30}\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,63}\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariablePattern();
}
