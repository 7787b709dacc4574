using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>Events as kind and JSON of the audit log, both ways.</summary>
public static class PortfolioEventJson
{
    public const string Decision = "decision";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly (string Kind, Type Type)[] Kinds =
    [
        (Decision, typeof(OrderDecided)),
        ("release", typeof(ReservationReleased)),
        ("expiry", typeof(ReservationsExpired)),
        ("fill", typeof(FillRecorded)),
        ("trade_closed", typeof(TradeClosed)),
        ("mark", typeof(PricesMarked)),
        ("day", typeof(DayBegan)),
        ("cash_flow", typeof(CashMoved)),
        ("rate", typeof(RateStated)),
        ("halt", typeof(HaltLatched)),
        ("reset", typeof(HaltReset)),
        ("import", typeof(ImportTaken)),
        ("drill", typeof(DrillRun)),
    ];

    public static (string Kind, string Payload) Write(PortfolioEvent one) =>
        (Kinds.First(known => known.Type == one.GetType()).Kind, JsonSerializer.Serialize(one, one.GetType(), Options));

    /// <exception cref="JsonException">The kind is unknown, or the payload is no event of it.</exception>
    public static PortfolioEvent Read(string kind, string payload)
    {
        var type = Array.Find(Kinds, known => known.Kind == kind).Type
            ?? throw new JsonException($"The journal has an event of the kind '{kind}', which this program does not know.");
        return (PortfolioEvent?)JsonSerializer.Deserialize(payload, type, Options)
            ?? throw new JsonException($"An event of the kind '{kind}' is null.");
    }
}
