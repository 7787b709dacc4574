using System.Runtime.InteropServices;

namespace OrleansAssets.Grains.Imports;

/// <summary>Refuses a row, naming its place.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowFault(int Batch, int Row)
{
    public void When(bool faulty, string column, string value, string rule)
    {
        if (faulty)
        {
            throw new InvalidRequestException($"Batch {Batch}, row {Row}: {column} {value} {rule}.");
        }
    }

    public void When(bool faulty, Func<string> message)
    {
        if (faulty)
        {
            throw new InvalidRequestException($"Batch {Batch}, row {Row}: {message()}");
        }
    }
}
