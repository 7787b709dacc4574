using System.Globalization;
using OrleansAssets.Performance;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace OrleansAssets.Cli.Performance;

/// <summary>Growth and drawdown of a look-back, one above the other over the same days.</summary>
/// <remarks>The library takes texts for smaller than browsers draw them: distances are set so that none lies on another.</remarks>
internal static class PerformancePlot
{
    private const string GrowthAxis = "growth";

    private const string DrawdownAxis = "drawdown";

    private static readonly OxyColor Blue = OxyColor.FromRgb(0x1F, 0x5A, 0xA6);

    private static readonly OxyColor Red = OxyColor.FromRgb(0xB0, 0x30, 0x30);

    private static readonly OxyColor Grid = OxyColor.FromRgb(0xE0, 0xE0, 0xE0);

    /// <param name="title">What is measured, e.g. <c>portfolio main</c>.</param>
    public static PlotModel Of(string title, PerformanceSeries series)
    {
        var days = series.Days;
        var model = new PlotModel
        {
            Title = string.Create(
                CultureInfo.InvariantCulture,
                $"{title}, {days[0].Day:yyyy-MM-dd} to {days[^1].Day:yyyy-MM-dd} (UTC), {days.Length} daily returns"),
            TitleFontSize = 15,
            TitlePadding = 12,
            Culture = CultureInfo.InvariantCulture,
            Background = OxyColors.White,
            PlotAreaBorderColor = Grid,
            DefaultFont = "sans-serif",
            PlotMargins = new OxyThickness(92, double.NaN, 20, double.NaN),
        };
        model.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom, StringFormat = "yyyy-MM-dd", Title = "Day (UTC)", MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Grid, IntervalLength = 110, AxisTitleDistance = 18,
        });
        model.Axes.Add(Vertical(GrowthAxis, "Value of 1 at the start", "0.00##", 0.37, 1));
        model.Axes.Add(Vertical(DrawdownAxis, "Drawdown (%)", "0.##", 0, 0.33));
        var growth = new LineSeries { YAxisKey = GrowthAxis, Color = Blue, StrokeThickness = 1.5 };
        // The value before the first return, which the figures start from.
        growth.Points.Add(Point(days[0].Day.AddDays(-1), 1));
        growth.Points.AddRange(days.Select(day => Point(day.Day, day.Growth)));
        var drawdown = new AreaSeries { YAxisKey = DrawdownAxis, Color = Red, Fill = OxyColor.FromAColor(0x50, Red), ConstantY2 = 0 };
        drawdown.Points.Add(Point(days[0].Day.AddDays(-1), 0));
        drawdown.Points.AddRange(days.Select(day => Point(day.Day, day.Drawdown * 100)));
        model.Series.Add(growth);
        model.Series.Add(drawdown);
        return model;
    }

    private static LinearAxis Vertical(string key, string title, string format, double from, double to) => new()
    {
        Key = key, Position = AxisPosition.Left, Title = title, StringFormat = format, StartPosition = from, EndPosition = to,
        MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = Grid, MinimumPadding = 0.05, MaximumPadding = 0.05,
        AxisTitleDistance = 26,
    };

    private static DataPoint Point(DateOnly day, double value) => DateTimeAxis.CreateDataPoint(day.ToDateTime(TimeOnly.MinValue), value);
}
