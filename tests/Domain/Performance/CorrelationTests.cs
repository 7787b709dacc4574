using OrleansAssets.Domain.Performance;

namespace OrleansAssets.Tests.Domain;

public sealed class CorrelationTests
{
    private static readonly DateOnly Friday = new(2024, 1, 5);

    [Fact]
    public void Matrix_ThreeSmallSeries_IsWhatTheFormulaGives()
    {
        // Deviations (-1, 0, 1), (1, 0, -1) and (-1, 2, -1): products -2, 0 and 0 over lengths of the roots of 2, 2 and 6.
        var matrix = Correlation.Matrix([[0.01, 0.02, 0.03], [0.03, 0.02, 0.01], [0.01, 0.04, 0.01]], 3);

        Assert.Equal(-1, matrix[0, 1], 12);
        Assert.Equal(0, matrix[0, 2], 12);
        Assert.Equal(0, matrix[2, 1], 12);
        Assert.Equal((1.0, 1.0, 1.0), (matrix[0, 0], matrix[1, 1], matrix[2, 2]));
    }

    [Fact]
    public void Matrix_ConstantSeries_HasNoCoefficientNotEvenWithItself()
    {
        var matrix = Correlation.Matrix([[0.1, 0.2, 0.15], [0.1, 0.1, 0.1]], 3);

        Assert.Equal(1, matrix[0, 0]);
        Assert.All([matrix[0, 1], matrix[1, 0], matrix[1, 1]], value => Assert.Equal(double.NaN, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    public void Matrix_TooFewObservations_IsUndefined(int count)
    {
        var series = Enumerable.Range(0, count).Select(index => (index % 3) - 0.5).ToArray();

        Assert.Equal(double.NaN, Correlation.Matrix([series, series])[0, 1]);
        Assert.Null(Correlation.Of(series, series));
    }

    [Fact]
    public void Matrix_TinyReturns_HaveTheCoefficientsOfLargeOnes()
    {
        double[][] large = [[0.01, -0.02, 0.03, 0.01], [0.02, 0.01, 0.01, -0.05]];
        double[][] tiny = [.. large.Select(series => series.Select(value => value * 1e-200).ToArray())];

        Assert.Equal(Correlation.Matrix(large, 4)[0, 1], Correlation.Matrix(tiny, 4)[0, 1], 12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Matrix_ReturnIsNoNumber_IsRejected(double value) =>
        Assert.Throws<ArgumentException>(() => Correlation.Matrix([[0.1, value], [0.1, 0.2]]));

    [Fact]
    public void Matrix_LengthsDiffer_IsRejected() => Assert.Throws<ArgumentException>(() => Correlation.Matrix([[0.1, 0.2], [0.1]]));

    [Fact]
    public void Matrix_AnySizes_AgreesWithTheDefinitionSeriesBySeries()
    {
        var random = new Random(7);
        foreach (var (count, length) in new[] { (1, 20), (2, 21), (3, 63), (5, 255), (9, 256), (11, 257), (6, 700) })
        {
            var series = Enumerable.Range(0, count).Select(_ =>
                Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.4).ToArray()).ToArray();

            var matrix = Correlation.Matrix(series);

            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < count; column++)
                {
                    Assert.Equal(ByDefinition(series[row], series[column]), matrix[row, column], 12);
                    Assert.Equal(matrix[row, column], matrix[column, row]);
                }
            }
        }
    }

    [Fact]
    public void AlignedReturns_StockBesideCoin_TakesTheWeekendIntoTheCoinsMonday()
    {
        DailyPrice[] coin = [.. Enumerable.Range(0, 5).Select(offset => new DailyPrice(Friday.AddDays(offset), 100 + (10 * offset)))];
        DailyPrice[] stock = [new(Friday, 50), new(Friday.AddDays(3), 55), new(Friday.AddDays(4), 44)];

        var aligned = AlignedReturns.Of([coin, stock]);

        Assert.Equal([Friday.AddDays(3), Friday.AddDays(4)], aligned.Days.AsEnumerable());
        Assert.Equal([0.3, (140.0 / 130) - 1], aligned.Series[0], (left, right) => Math.Abs(left - right) < 1e-12);
        Assert.Equal([0.1, -0.2], aligned.Series[1], (left, right) => Math.Abs(left - right) < 1e-12);
    }

    [Fact]
    public void AlignedReturns_Window_KeepsTheNewest()
    {
        DailyPrice[] prices = [.. Enumerable.Range(0, 10).Select(offset => new DailyPrice(Friday.AddDays(offset), 100 + offset))];

        var aligned = AlignedReturns.Of([prices, prices], window: 3);

        Assert.Equal([Friday.AddDays(7), Friday.AddDays(8), Friday.AddDays(9)], aligned.Days.AsEnumerable());
        Assert.All(aligned.Series, series => Assert.Equal(3, series.Length));
    }

    [Fact]
    public void AlignedReturns_NoCommonDay_IsEmpty()
    {
        var aligned = AlignedReturns.Of([[new(Friday, 1)], [new(Friday.AddDays(1), 1)]]);

        Assert.Empty(aligned.Days);
        Assert.All(aligned.Series, Assert.Empty);
        Assert.Empty(AlignedReturns.Of([]).Series);
    }

    [Fact]
    public void AlignedReturns_BadSeries_IsRejected()
    {
        Assert.Throws<ArgumentException>(() => AlignedReturns.Of([[new(Friday, 1), new(Friday, 2)]]));
        Assert.Throws<ArgumentException>(() => AlignedReturns.Of([[new(Friday, 0)]]));
    }

    private static double ByDefinition(double[] left, double[] right)
    {
        var (leftMean, rightMean) = (left.Average(), right.Average());
        var products = left.Zip(right, (one, other) => (one - leftMean) * (other - rightMean)).Sum();
        return products / Math.Sqrt(left.Sum(value => Math.Pow(value - leftMean, 2)) * right.Sum(value => Math.Pow(value - rightMean, 2)));
    }
}
