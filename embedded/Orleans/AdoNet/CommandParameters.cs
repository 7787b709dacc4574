using System.Data;
using System.Data.Common;

namespace Orleans.AdoNet;

internal static class CommandParameters
{
    /// <summary>The type is always given: a null without one reaches the server as an unknown type.</summary>
    internal static DbCommand With(this DbCommand command, string name, object? value, DbType type)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }

    internal static DbCommand With(this DbCommand command, string name, string? value) => command.With(name, value, DbType.String);

    internal static DbCommand With(this DbCommand command, string name, int? value) => command.With(name, value, DbType.Int32);

    internal static DbCommand With(this DbCommand command, string name, int value) => command.With(name, value, DbType.Int32);

    internal static DbCommand With(this DbCommand command, string name, long value) => command.With(name, value, DbType.Int64);
}
