using System.Collections;
using System.Reflection;

namespace Refit;

/// <summary>Where an argument goes.</summary>
internal enum RestPlace
{
    Query,
    Path,
    Header,
    Body,
}

/// <summary>One parameter of a client method.</summary>
/// <param name="Position">Its index among the arguments.</param>
/// <param name="Name">Its name on the wire.</param>
internal sealed record RestParameter(int Position, string Name, RestPlace Place, string? Format)
{
    public static RestParameter[] AllOf(MethodInfo method, string path)
        => [.. method.GetParameters()
            .Where(parameter => parameter.ParameterType != typeof(CancellationToken))
            .Select(parameter => Of(parameter, path))];

    private static RestParameter Of(ParameterInfo parameter, string path)
    {
        var header = parameter.GetCustomAttribute<HeaderAttribute>();
        var name = header?.Header ?? parameter.GetCustomAttribute<AliasAsAttribute>()?.Name ?? parameter.Name ?? string.Empty;
        var place = header is not null ? RestPlace.Header
            : parameter.IsDefined(typeof(BodyAttribute)) ? RestPlace.Body
            : path.Contains($"{{{name}}}", StringComparison.OrdinalIgnoreCase) ? RestPlace.Path
            : RestPlace.Query;
        if (place is RestPlace.Query or RestPlace.Path)
        {
            RequireScalar(parameter);
        }

        return new RestParameter(parameter.Position, name, place, parameter.GetCustomAttribute<QueryAttribute>()?.Format);
    }

    private static void RequireScalar(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type != typeof(string)
            && (typeof(IEnumerable).IsAssignableFrom(type) || !typeof(IFormattable).IsAssignableFrom(type) && type != typeof(bool)))
        {
            throw new InvalidOperationException(
                $"{parameter.Member.Name}: parameter '{parameter.Name}' is a {type.Name}; "
                + "this engine writes only single values into an address.");
        }
    }
}
