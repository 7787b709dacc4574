using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Silo.Hosting;

/// <summary>The admin's token by which silos take a web process for a door of the product.</summary>
internal static class DoorToken
{
    /// <exception cref="StartException">There is no file, it cannot be read, or it holds no token.</exception>
    public static Token Read(WebProcessOptions options)
    {
        var path = options.TokenFile ?? Path.Combine(options.Side.DataDirectory, AdminToken.FileName);
        try
        {
            return Token.Read(File.ReadAllText(path).Trim()) ?? throw new StartException(
                $"{path} holds no token: it must hold an admin's (oat_...), alone on its line.", StartException.BadInput);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The silos take a web process for what it is by an admin's token, and {path} cannot be read "
                + $"({exception.Message.TrimEnd('.')}): the first start of a silo with that data directory makes one, and --token-file "
                + "names another.");
        }
    }
}
