using System.Reflection;

namespace OrleansAssets.Tests.Embedded;

/// <summary>Writes types and methods by full name, so that two load contexts can be compared.</summary>
static class SignatureText
{
    public static string Of(MethodBase method)
    {
        var access = method.IsPublic ? "public" : "protected";
        var kind = method.IsStatic ? " static" : method.IsAbstract ? " abstract" : "";
        var returns = method is MethodInfo { ReturnType: { } type } ? $"{Of(type)} " : "";
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Constraint))}>" : "";
        return $"{access}{kind} {returns}{method.Name}{generic}({string.Join(", ", method.GetParameters().Select(Of))})";
    }

    public static string Of(Type type)
    {
        if (type.IsByRef) return $"ref {Element(type)}";
        if (type.IsArray) return $"{Element(type)}[]";
        if (type.IsGenericParameter) return $"!{(type.DeclaringMethod is null ? "" : "!")}{type.GenericParameterPosition}";
        if (!type.IsGenericType) return type.FullName ?? type.Name;

        var open = type.GetGenericTypeDefinition();
        return $"{open.FullName}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }

    static string Of(ParameterInfo parameter) =>
        $"{(parameter.IsOut ? "out " : "")}{Of(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? $" = {parameter.RawDefaultValue}" : "")}";

    static string Element(Type type) => Of(type.GetElementType()!); // arrays and references have one

    static string Constraint(Type parameter) =>
        $"{parameter.GenericParameterAttributes} {string.Join('&', parameter.GetGenericParameterConstraints().Select(Of).Order(StringComparer.Ordinal))}";
}
