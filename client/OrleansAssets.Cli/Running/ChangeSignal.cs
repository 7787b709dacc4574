using OrleansAssets.Access;
using OrleansAssets.Api;

namespace OrleansAssets.Cli.Running;

/// <summary>
/// Ends the pause between two looks as soon as anything happens at the installation. Where no events come, the pause itself is left:
/// whoever looks then says what is the matter.
/// </summary>
internal sealed class ChangeSignal : IAsyncDisposable
{
    /// <summary>What follows closely upon something is looked at with it.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _happened = new(0, 1);
    private readonly CancellationTokenSource _stop;
    private readonly TimeProvider _clock;
    private readonly Task _following;

    private ChangeSignal(CommandCall call, AssetsApi client, string[] streams)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        _clock = call.Time;
        _following = FollowAsync(client, streams);
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="streams">Of the audit log; one that ends with <c>*</c> stands for all that begin so.</param>
    public static ChangeSignal Open(CommandCall call, AssetsApi client, params string[] streams) => new(call, client, streams);

    /// <summary>Waits until something happened, and for so long at most.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken stop)
    {
        await Task.Delay(atMost < Together ? atMost : Together, _clock, stop);
        await _happened.WaitAsync(atMost, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        _happened.Dispose();
    }

    private async Task FollowAsync(AssetsApi client, string[] streams)
    {
        string? place = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var isOpen = false;
                await foreach (var entry in client.Events.FollowAsync(streams, place, at => place = at, _stop.Token))
                {
                    if (entry is not null || !isOpen)
                    {
                        Tell(); // once it is open too: nobody knows what happened before
                    }

                    isOpen = true;
                }
            }
            catch (Exception exception) when (exception is AssetsUnavailableException or AccessDeniedException or InvalidRequestException
                or StorageUnavailableException or InternalFaultException)
            {
                Tell(); // the next look says it
                await Task.Delay(Again, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Tell()
    {
        if (_happened.CurrentCount == 0)
        {
            _happened.Release();
        }
    }
}
