using OxyPlot;

namespace OrleansAssets.Cli.Performance;

/// <summary>Writes a picture: the whole of it, or nothing.</summary>
internal static class PlotFile
{
    private const string Extension = ".svg";

    private const double WidthPoints = 1_000;

    private const double HeightPoints = 620;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? FaultOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".SVG" => null,
        ".PNG" =>
            $"--plot {path}: no PNG is written; name it {Path.ChangeExtension(path, Extension)} and convert it, e.g. with rsvg-convert.",
        _ => $"--plot {path}: the name must end in {Extension}.",
    };

    /// <summary>Writes it beside its place and then moves it there; answers why it could not, null where it did.</summary>
    public static string? Write(string path, PlotModel model)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew))
            {
                new SvgExporter { Width = WidthPoints, Height = HeightPoints, UseVerticalTextAlignmentWorkaround = true }.Export(
                    model, stream);
            }

            File.Move(partial, path, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }

            return $"--plot {path} cannot be written ({exception.Message.TrimEnd('.')}); "
                + "name a file in a directory that exists and is yours.";
        }
    }
}
