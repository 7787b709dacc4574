using OrleansAssets.Cli.Imports.Forms;

namespace OrleansAssets.Tests.Console;

public sealed class ImportFormsTests
{
    [Theory]
    [InlineData("1234.5", '.', null, "1234.5")]
    [InlineData("1,234.5", '.', ',', "1234.5")]
    [InlineData("-1,234,567.25", '.', ',', "-1234567.25")]
    [InlineData("1.234,5", ',', '.', "1234.5")]
    [InlineData("1 234,5", ',', ' ', "1234.5")]
    [InlineData("1\u00a0234.5", '.', ' ', "1234.5")]
    [InlineData("1'234.5", '.', '\'', "1234.5")]
    [InlineData("0,5", ',', null, "0.5")]
    [InlineData("1e-5", '.', ',', "0.00001")]
    public void Number_OfItsForm_IsRead(string text, char mark, char? thousands, string expected)
    {
        Assert.True(new NumberForm(mark, thousands).TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("1,5", '.', null)]
    [InlineData("1,23.5", '.', ',')]
    [InlineData("12,34,567", '.', ',')]
    [InlineData("1234,567", '.', ',')]
    [InlineData("1,234,56", '.', ',')]
    [InlineData("1.5", ',', null)]
    [InlineData("1.234.5", '.', null)]
    [InlineData("1.5,2", '.', ',')]
    [InlineData("", '.', ',')]
    [InlineData("NaN", '.', ',')]
    public void Number_OfAnotherForm_IsRefused(string text, char mark, char? thousands) =>
        Assert.False(new NumberForm(mark, thousands).TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("158.112|1", '.', null)]
    [InlineData("1,234.5|0.1", '.', ',')]
    [InlineData("1.234,5|0,1", ',', '.')]
    [InlineData("0,5|1", ',', null)]
    [InlineData("0,5|1.234", ',', '.')]
    [InlineData("1,234|0.25", '.', ',')]
    [InlineData("1,234,567|1", '.', ',')]
    [InlineData("1 234,50|2", ',', ' ')]
    [InlineData("0.01BTC|1,000.5USDT", '.', ',')]
    [InlineData("1|2", '.', null)]
    public void Detect_Numbers_TellTheirForm(string cells, char mark, char? thousands)
    {
        var (form, fault) = NumberDetection.Detect(cells.Split('|'), null);

        Assert.Null(fault);
        Assert.Equal(new NumberForm(mark, thousands), form);
    }

    /// <summary>As programs export reports by default.</summary>
    [Theory]
    [InlineData("PK\u0003\u0004rest", "workbook (XLSX)")]
    [InlineData("<FlexQueryResponse queryName=\"q\"><Trades/></FlexQueryResponse>", "it is XML")]
    [InlineData("\ufeff<!DOCTYPE html><table></table>", "it is a page (HTML)")]
    [InlineData("<HTML><table></table></HTML>", "it is a page (HTML)")]
    [InlineData("%PDF-1.7", "it is a PDF")]
    public void Sample_OfWhatIsNoTextInColumns_SaysWhatItIsAndWhatToDo(string content, string expected)
    {
        var sample = FileSample.Of(() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), null);

        var (form, fault) = FormDetection.Detect(sample, OrleansAssets.ImportKind.Fills, new FormOptions());

        Assert.Null(form);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.Contains("save it as text (CSV)", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,234|2,500", "may be thousands or a fraction")]
    [InlineData("1.5|2,5", "written in two ways")]
    public void Detect_NumbersThatMayBeTwoThings_AreNotGuessed(string cells, string expected) =>
        Assert.Contains(expected, NumberDetection.Detect(cells.Split('|'), null).Fault, StringComparison.Ordinal);

    [Fact]
    public void Detect_UnclearNumbersAndAWord_FollowTheWord()
    {
        Assert.Equal(new NumberForm(',', null), NumberDetection.Detect(["1,234"], ',').Form);
        Assert.Equal(new NumberForm('.', ','), NumberDetection.Detect(["1,234"], '.').Form);
    }

    [Theory]
    [InlineData("2025-05-01T12:00:00Z")]
    [InlineData("2025-05-01 12:00:00")]
    [InlineData("2025.05.01 12:00:00")]
    [InlineData("2025.05.01 12:00")]
    [InlineData("20250501;120000")]
    [InlineData("20250501 120000")]
    [InlineData("2025-05-01;12:00:00")]
    [InlineData("25-05-01 12:00:00")]
    [InlineData("2025-05-01 08:00:00-04:00")]
    [InlineData("2025-05-01T08:00:00-0400")]
    [InlineData("2025-05-01T12:00:00.000000000Z")]
    [InlineData("1746100800")]
    [InlineData("1746100800000")]
    [InlineData("1746100800000000")]
    [InlineData("1746100800000000000")]
    public void Time_KnownForms_AreOneInstant(string text)
    {
        Assert.True(TimeForm.Plain.TryParse(text, out var instant));
        Assert.Equal(new DateTimeOffset(2025, 5, 1, 12, 0, 0, TimeSpan.Zero), instant);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("01/05/2025")]
    [InlineData("2025-13-01")]
    [InlineData("2025-05-01 25:00")]
    [InlineData("99999999999999999999")]
    public void Time_OtherForms_AreRefused(string text) => Assert.False(TimeForm.Plain.TryParse(text, out _));

    [Fact]
    public void Time_OfAZone_IsConverted_AndOneThatTheClockSkippedIsRefused()
    {
        var athens = TimeForm.Plain with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Athens") };

        Assert.True(athens.TryParse("2025.05.01 12:00:00", out var instant));
        Assert.Equal(new DateTimeOffset(2025, 5, 1, 9, 0, 0, TimeSpan.Zero), instant);
        Assert.False(athens.TryParse("2025-03-30 03:30:00", out _));
        Assert.True((athens with { Format = "dd/MM/yyyy HH:mm" }).TryParse("01/05/2025 12:00", out var said));
        Assert.Equal(instant, said);
    }

    [Theory]
    [InlineData("utc", "2025-07-01T00:00:00Z", "2025-01-02T00:00:00Z", "2025-01-02")]
    [InlineData("new-york", "2025-07-01T04:00:00Z", "2025-01-02T05:00:00Z", "2025-01-02")]
    [InlineData("new-york-close", "2025-07-01T21:00:00Z", "2025-01-01T22:00:00Z", "2025-01-02")]
    [InlineData("london", "2025-06-30T23:00:00Z", "2025-01-02T00:00:00Z", "2025-01-02")]
    public void DayBasis_OfDailyBars_IsFoundThroughDaylightSaving(string code, string summer, string winter, string date)
    {
        DateTimeOffset[] times = [At(summer), At(winter)];

        var basis = DayBasis.Detect(times, TimeZoneInfo.Utc);

        Assert.Equal(code, basis!.Code);
        Assert.Equal(At($"{date}T00:00:00Z"), basis.OpenTimeOf(times[1]));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
