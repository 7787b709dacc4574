using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansAssets.Domain.Streams;

namespace OrleansAssets.Tests.Support;

/// <summary>A vendor that says what the test says, to whichever connection listens.</summary>
internal sealed class SaidStream : IQuoteStream
{
    private readonly Channel<StreamNews> _words = Channel.CreateBounded<StreamNews>(1);

    public async Task SayAsync(StreamNews word) => await _words.Writer.WriteAsync(word);

    /// <summary>Every connection ends in a fault from now on.</summary>
    public void Break(Exception fault) => _words.Writer.Complete(fault);

    public async Task WhenTakenAsync() => await _words.Writer.WaitToWriteAsync();

    public async IAsyncEnumerable<StreamNews> ListenAsync(
        ImmutableArray<StreamSymbol> symbols, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var word in _words.Reader.ReadAllAsync(cancellationToken))
        {
            yield return word;
        }
    }
}
