namespace OrleansAssets.Sandbox;

/// <summary>An error as Binance writes it.</summary>
internal sealed record BinanceError(int Status, int Code, string Message)
{
    public static BinanceError Missing(string parameter)
        => new(StatusCodes.Status400BadRequest, -1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static BinanceError IllegalCharacters(string parameter, string legal)
        => new(StatusCodes.Status400BadRequest, -1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{legal}'.");

    public static BinanceError BadInterval() => new(StatusCodes.Status400BadRequest, -1120, "Invalid interval.");

    public static BinanceError BadSymbol() => new(StatusCodes.Status400BadRequest, -1121, "Invalid symbol.");

    public static BinanceError BadValue(string parameter)
        => new(StatusCodes.Status400BadRequest, -1130, $"Data sent for parameter '{parameter}' is not valid.");

    /// <summary>Sends it.</summary>
    public Task WriteAsync(HttpContext context) => SandboxJson.WriteObjectAsync(context, Status, writer =>
    {
        writer.WriteNumber("code", Code);
        writer.WriteString("msg", Message);
    });
}
