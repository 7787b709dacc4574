using System.Buffers.Binary;
using System.IO.Hashing;

namespace Orleans;

static class StableHash
{
    /// <summary>XxHash32 as Orleans reads it: the hash's canonical (big-endian) bytes taken as a little-endian number.</summary>
    internal static uint ComputeHash(ReadOnlySpan<byte> data) => BinaryPrimitives.ReverseEndianness(XxHash32.HashToUInt32(data));
}
