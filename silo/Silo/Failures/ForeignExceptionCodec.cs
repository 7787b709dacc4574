using System.Buffers;
using System.Globalization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace OrleansAssets.Silo.Failures;

/// <summary>
/// The last resort for an exception that is about to leave this process and has a type that others do not know, wherever it was thrown:
/// in a call, at an activation, in the engine. A failure of the database goes as <see cref="StorageUnavailableException"/>, any other as
/// <see cref="InternalFaultException"/>, and its text stays in this silo's log. Without it, callers would be told of a missing codec
/// instead.
/// </summary>
internal sealed partial class ForeignExceptionCodec(StorageFaults faults, ILogger<ForeignExceptionCodec> logger) : IGeneralizedCodec
{
    /// <summary>Asked after all others, of the types that none of them supports.</summary>
    public bool IsSupportedType(Type type) => typeof(Exception).IsAssignableFrom(type);

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is not Exception foreign)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        var known = KnownFor(foreign);
        writer.Session.CodecProvider.GetCodec(known.GetType()).WriteField(ref writer, fieldIdDelta, expectedType, known);
    }

    public object? ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        throw new NotSupportedException($"No exception is written as {field.FieldType}: it goes as one that every caller knows.");

    private Exception KnownFor(Exception foreign)
    {
        if (StorageFaults.Is(foreign))
        {
            return new StorageUnavailableException(faults.Tell(foreign));
        }

        var id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
        LogFault(foreign, id);
        return new InternalFaultException(
            $"The silo failed for a reason of its own, which its log tells under fault {id}; whether the call took effect is not known: "
            + "repeat it, with the same id where it has one.");
    }

    [LoggerMessage(1012, LogLevel.Error, "Fault {Id}: the answer to a call is an error that only this log can tell")]
    private partial void LogFault(Exception exception, string id);
}
