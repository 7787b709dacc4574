using OrleansAssets.Domain.Performance;

namespace OrleansAssets.Tests.Domain;

public sealed class CorrelationTests
{
    private static readonly DateOnly Friday = new(2024, 1, 5);

    [Fact]
    public void Of_ThreeSmallSeries_IsWhatTheFormulaGives()
    {
        // Deviations (-1, 0, 1), (1, 0, -1) and (-1, 2, -1): products -2, 0 and 0 over lengths of the roots of 2, 2 and 6.
        double[] first = [0.01, 0.02, 0.03];
        double[] second = [0.03, 0.02, 0.01];
        double[] third = [0.01, 0.04, 0.01];

        Assert.Equal(-1, Defined(first, second, 3), 12);
        Assert.Equal(0, Defined(first, third, 3), 12);
        Assert.Equal(0, Defined(third, second, 3), 12);
        Assert.Equal(1, Defined(first, first, 3), 12);
    }

    [Fact]
    public void Of_ConstantSeries_HasNoCoefficientNotEvenWithItself()
    {
        double[] constant = [0.1, 0.1, 0.1];

        Assert.Null(Correlation.Of([0.1, 0.2, 0.15], constant, 3));
        Assert.Null(Correlation.Of(constant, [0.1, 0.2, 0.15], 3));
        Assert.Null(Correlation.Of(constant, constant, 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    public void Of_TooFewObservations_IsUndefined(int count)
    {
        var series = Enumerable.Range(0, count).Select(index => (index % 3) - 0.5).ToArray();

        Assert.Null(Correlation.Of(series, series));
    }

    [Fact]
    public void Of_TinyReturns_HaveTheCoefficientOfLargeOnes()
    {
        double[][] large = [[0.01, -0.02, 0.03, 0.01], [0.02, 0.01, 0.01, -0.05]];
        double[][] tiny = [.. large.Select(series => series.Select(value => value * 1e-200).ToArray())];

        Assert.Equal(Defined(large[0], large[1], 4), Defined(tiny[0], tiny[1], 4), 12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Of_ReturnIsNoNumber_IsRejected(double value)
    {
        Assert.Throws<ArgumentException>(() => Correlation.Of([0.1, value], [0.1, 0.2]));
        Assert.Throws<ArgumentException>(() => Correlation.Of([0.1, 0.2], [0.1, value]));
    }

    [Fact]
    public void Of_LengthsDiffer_IsRejected() => Assert.Throws<ArgumentException>(() => Correlation.Of([0.1, 0.2], [0.1]));

    [Fact]
    public void Of_AnySizes_AgreesWithTheDefinition()
    {
        var random = new Random(7);
        foreach (var length in new[] { 20, 21, 63, 255, 256, 257, 700 })
        {
            var series = Enumerable.Range(0, 4).Select(_ =>
                Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.4).ToArray()).ToArray();

            foreach (var left in series)
            {
                foreach (var right in series)
                {
                    Assert.Equal(ByDefinition(left, right), Defined(left, right, 20), 12);
                    Assert.Equal(Defined(left, right, 20), Defined(right, left, 20), 14);
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

    private static double Defined(double[] left, double[] right, int minimum) =>
        Correlation.Of(left, right, minimum) ?? throw new InvalidOperationException("The coefficient is undefined.");

    private static double ByDefinition(double[] left, double[] right)
    {
        var (leftMean, rightMean) = (left.Average(), right.Average());
        var products = left.Zip(right, (one, other) => (one - leftMean) * (other - rightMean)).Sum();
        return products / Math.Sqrt(left.Sum(value => Math.Pow(value - leftMean, 2)) * right.Sum(value => Math.Pow(value - rightMean, 2)));
    }
}
