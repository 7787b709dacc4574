using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Audit;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Access;

/// <summary>
/// The tokens. The audit log, stream <c>access/main</c>, has an entry before one begins or ends, and before each change that anybody asks
/// for at a door: nothing is done without a trace. When a token was used is written by and by.
/// </summary>
internal sealed partial class AccessGrain(
    [PersistentState(StateNames.Access)] IPersistentState<AccessState> storage,
    IAuditLog audit,
    TimeProvider clock,
    ILogger<AccessGrain> log) : Grain, IAccessGrain
{
    private readonly Stored<AccessState> _state = new(storage);
    private readonly Dictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);
    private IGrainTimer? _writing;

    public Task<TokenView?> VerifyAsync(string tokenId, string hash)
    {
        var now = clock.GetUtcNow();
        var token = TokenRules.Verify(_state.Value, tokenId, hash, now);
        if (token is not null)
        {
            _uses[tokenId] = now;
            _writing ??= this.RegisterGrainTimer(
                WriteUsesAsync, new GrainTimerCreationOptions(TokenRules.UseNotedEvery, Timeout.InfiniteTimeSpan));
        }

        return Task.FromResult(token);
    }

    public Task<ImmutableArray<TokenView>> ListAsync() => Task.FromResult<ImmutableArray<TokenView>>(
    [
        .. _state.Value.Tokens.Select(one => one.Token with { LastUsedAt = LastUseOf(one.Token) })
            .OrderBy(token => token.Name, StringComparer.OrdinalIgnoreCase).ThenBy(token => token.CreatedAt),
    ]);

    public async Task<TokenView> CreateAsync(TokenRequest request)
    {
        EnabledFlag.RequireName(request.By, "makes the token");
        var now = clock.GetUtcNow();
        var used = _uses.Aggregate(_state.Value, (state, use) => TokenRules.NoteUse(state, use.Key, use.Value)); // not written yet
        var next = TokenRules.Create(used, request, now);
        var token = TokenRules.Find(next, request.Id)!.Token; // it was just put in
        if (next != used)
        {
            await RecordAsync(AuditKinds.TokenMade, request.By, token, now);
            await _state.WriteAsync(next);
            LogMade(token.Id, token.Name, token.Role, request.By);
        }

        return token;
    }

    public async Task<TokenView> RevokeAsync(string tokenId, string by)
    {
        EnabledFlag.RequireName(by, "revokes the token");
        var now = clock.GetUtcNow();
        var next = TokenRules.Revoke(_state.Value, tokenId, by, now);
        var token = TokenRules.Find(next, tokenId)!.Token; // an unknown one is told
        if (next != _state.Value)
        {
            await RecordAsync(AuditKinds.TokenRevoked, by, token, now);
            await _state.WriteAsync(next);
            LogRevoked(token.Id, token.Name, by);
        }

        return token;
    }

    public Task NoteAsync(AccessNote note) => audit.AppendAsync(
        Keys.Access,
        new AuditNote(
            note.Operation, note.Name, JsonSerializer.Serialize(new { via = note.Via, place = note.Place }, JsonSerializerOptions.Web),
            clock.GetUtcNow()),
        CancellationToken.None);

    private DateTimeOffset? LastUseOf(TokenView token) => _uses.TryGetValue(token.Id, out var at) ? at : token.LastUsedAt;

    private async Task WriteUsesAsync(CancellationToken cancellationToken)
    {
        _writing?.Dispose();
        _writing = null; // the next use begins it again
        var noted = _uses.ToArray();
        var next = noted.Aggregate(_state.Value, (state, use) => TokenRules.NoteUse(state, use.Key, use.Value));
        if (next != _state.Value)
        {
            await _state.WriteAsync(next);
        }

        foreach (var use in noted.Where(use => _uses[use.Key] == use.Value)) // it may have been used again meanwhile
        {
            _uses.Remove(use.Key);
        }
    }

    private Task<AuditPosition> RecordAsync(string kind, string by, TokenView token, DateTimeOffset now) => audit.AppendAsync(
        Keys.Access,
        new AuditNote(
            kind, by,
            JsonSerializer.Serialize(
                new { token = token.Id, name = token.Name, role = token.Role.ToString(), expires = token.ExpiresAt },
                JsonSerializerOptions.Web),
            now),
        CancellationToken.None);

    [LoggerMessage(2801, LogLevel.Information, "Token {Id} for {Name} ({Role}) made by {By}")]
    private partial void LogMade(string id, string name, AccessRole role, string by);

    [LoggerMessage(2802, LogLevel.Information, "Token {Id} of {Name} revoked by {By}")]
    private partial void LogRevoked(string id, string name, string by);
}
