namespace OrleansAssets.Database;

internal static class RuntimeRoleSql
{
    public const string Exists = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";

    public const string Grant = "CALL grant_runtime_rights($1)";

    public static string Create(string role) => $"CREATE ROLE {role} NOLOGIN";

    public static string GiveToOwner(string role) => $"GRANT {role} TO CURRENT_USER";

    /// <param name="password">Hexadecimal digits: nothing in it could end the literal.</param>
    public static string SetLogin(string role, string password) => $"ALTER ROLE {role} LOGIN PASSWORD '{password}'";
}
