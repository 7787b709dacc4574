using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// Pearson correlation of return series. Each series is brought to mean 0 and length 1 in two passes; the matrix is then one product of
/// the series with themselves, in blocks that stay in the cache and in vectors.
/// </summary>
public static class Correlation
{
    /// <summary>Below this many observations a coefficient says nothing: of two it is always 1 or -1.</summary>
    public const int MinimumObservations = 20;

    /// <summary>Series of one block of the product, by rows and by columns.</summary>
    private const int BlockRows = 4;

    private const int BlockColumns = 2;

    /// <summary>Observations of one pass: what a block reads stays in the first-level cache, a pass over all series in the second.</summary>
    private const int PassLength = 256;

    /// <summary>
    /// The matrix of all series with each other; <see cref="double.NaN"/> where it is undefined: in the row and column (diagonal too) of a
    /// series that never changes, and everywhere with fewer observations than the minimum.
    /// </summary>
    /// <param name="series">Returns of the same days: <see cref="AlignedReturns.Series"/>.</param>
    /// <exception cref="ArgumentException">The series differ in length, or a return is not a number.</exception>
    public static double[,] Matrix(IReadOnlyList<double[]> series, int minimumObservations = MinimumObservations)
    {
        Check(series);
        var (count, length) = (series.Count, series.Count == 0 ? 0 : series[0].Length);
        // Rows of zeros fill the last block, zeros the last vector of each row.
        var (rows, stride) = (RoundUp(count, BlockRows), RoundUp(length, Vector<double>.Count));
        var unit = new double[rows * stride];
        var defined = new bool[count];
        for (var row = 0; row < count; row++)
        {
            defined[row] = length >= Math.Max(2, minimumObservations) && TryNormalise(series[row], unit.AsSpan(row * stride, length));
        }

        var products = Products(unit, rows, stride);
        var matrix = new double[count, count];
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < count; column++)
            {
                var (low, high) = (Math.Min(row, column), Math.Max(row, column));
                matrix[row, column] = !defined[row] || !defined[column] ? double.NaN
                    : row == column ? 1
                    : Math.Clamp(products[(low * rows) + high], -1, 1);
            }
        }

        return matrix;
    }

    /// <summary>The coefficient of two series, null where it is undefined.</summary>
    public static double? Of(double[] left, double[] right, int minimumObservations = MinimumObservations) =>
        Matrix([left, right], minimumObservations)[0, 1] is var value && double.IsNaN(value) ? null : value;

    private static void Check(IReadOnlyList<double[]> series)
    {
        if (series.Any(one => one.Length != series[0].Length))
        {
            throw new ArgumentException("The series differ in length: align their prices on common days first.", nameof(series));
        }

        if (series.Any(one => one.Any(value => !double.IsFinite(value))))
        {
            throw new ArgumentException("A return is no finite number: drop its day from all series.", nameof(series));
        }
    }

    private static bool TryNormalise(ReadOnlySpan<double> values, Span<double> unit)
    {
        var (sum, largest) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
            largest = Math.Max(largest, Math.Abs(value));
        }

        var (mean, squares) = (sum / values.Length, 0.0);
        for (var index = 0; index < values.Length; index++)
        {
            // By the largest value, so that squares of tiny returns do not vanish.
            unit[index] = largest > 0 ? (values[index] - mean) / largest : 0;
            squares += unit[index] * unit[index];
        }

        if (Math.Sqrt(squares / (values.Length - 1)) <= Moments.NoiseShare)
        {
            unit.Clear();
            return false;
        }

        var norm = Math.Sqrt(squares);
        foreach (ref var value in unit)
        {
            value /= norm;
        }

        return true;
    }

    /// <summary>The upper triangle of the product of all rows with all rows, block by block.</summary>
    private static double[] Products(double[] unit, int rows, int stride)
    {
        var products = new double[rows * rows];
        for (var start = 0; start < stride; start += PassLength)
        {
            var length = Math.Min(PassLength, stride - start);
            for (var row = 0; row < rows; row += BlockRows)
            {
                for (var column = row; column < rows; column += BlockColumns)
                {
                    AddBlock(unit, stride, start, length, row, column, products, rows);
                }
            }
        }

        return products;
    }

    private static void AddBlock(
        double[] unit, int stride, int start, int length, int row, int column, double[] products, int rows)
    {
        ref var origin = ref MemoryMarshal.GetArrayDataReference(unit);
        ref var row0 = ref Unsafe.Add(ref origin, (row * stride) + start);
        ref var row1 = ref Unsafe.Add(ref row0, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        ref var column0 = ref Unsafe.Add(ref origin, (column * stride) + start);
        ref var column1 = ref Unsafe.Add(ref column0, stride);
        var (sum00, sum01, sum10, sum11) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var (sum20, sum21, sum30, sum31) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        for (nuint index = 0; index < (nuint)length; index += (nuint)Vector<double>.Count)
        {
            var left = Vector.LoadUnsafe(ref column0, index);
            var right = Vector.LoadUnsafe(ref column1, index);
            var value = Vector.LoadUnsafe(ref row0, index);
            (sum00, sum01) = (Vector.FusedMultiplyAdd(value, left, sum00), Vector.FusedMultiplyAdd(value, right, sum01));
            value = Vector.LoadUnsafe(ref row1, index);
            (sum10, sum11) = (Vector.FusedMultiplyAdd(value, left, sum10), Vector.FusedMultiplyAdd(value, right, sum11));
            value = Vector.LoadUnsafe(ref row2, index);
            (sum20, sum21) = (Vector.FusedMultiplyAdd(value, left, sum20), Vector.FusedMultiplyAdd(value, right, sum21));
            value = Vector.LoadUnsafe(ref row3, index);
            (sum30, sum31) = (Vector.FusedMultiplyAdd(value, left, sum30), Vector.FusedMultiplyAdd(value, right, sum31));
        }

        var at = (row * rows) + column;
        Add(products, at, sum00, sum01);
        Add(products, at + rows, sum10, sum11);
        Add(products, at + (2 * rows), sum20, sum21);
        Add(products, at + (3 * rows), sum30, sum31);
    }

    private static void Add(double[] products, int at, Vector<double> left, Vector<double> right)
    {
        products[at] += Vector.Sum(left);
        products[at + 1] += Vector.Sum(right);
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}
