using System.Text;
using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Domain;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// The first token of an installation, an admin's: in a file of the data directory that only its owner can read. It is made where there is
/// no such file. One that an admin has revoked stays revoked: without the file, the next start makes another.
/// </summary>
internal sealed partial class AdminToken(SiloOptions options, IGrainFactory grains, ILogger<AdminToken> logger)
{
    public const string FileName = "admin.token";

    /// <summary>The identity that it stands for.</summary>
    public const string Identity = "local-admin";

    private string FilePath => Path.Combine(options.DataDirectory, FileName);

    /// <summary>Ensures that the file is there and that its token is known; saying it again changes nothing.</summary>
    /// <exception cref="InvalidRequestException">The file holds no token.</exception>
    public async Task EnsureAsync()
    {
        var token = Read() ?? Make();
        var request = new TokenRequest(token.Id, Identity, AccessRole.Admin, token.Hash, ExpiresAt: null, ActorNames.Installation);
        await grains.GetGrain<IAccessGrain>(Keys.Access).CreateAsync(request);
    }

    private Token? Read()
    {
        if (!File.Exists(FilePath))
        {
            return null;
        }

        return Token.Read(File.ReadAllText(FilePath).Trim()) ?? throw new InvalidRequestException(
            $"{FilePath} holds no token: delete it, and the next start makes another.");
    }

    // The file comes first: a crash in between leaves a token that nobody knows yet and that the next start makes known.
    private Token Make()
    {
        var token = Token.New();
        OwnerOnlyFile.Write(FilePath, stream => stream.Write(Encoding.ASCII.GetBytes(token.Text + "\n")));
        LogMade(FilePath);
        return token;
    }

    [LoggerMessage(1411, LogLevel.Information, "The admin's token is in {Path}, which only its owner can read")]
    private partial void LogMade(string path);
}
