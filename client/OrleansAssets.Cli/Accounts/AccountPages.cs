using OrleansAssets.Accounts;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Accounts;

/// <summary>The account for people.</summary>
internal static class AccountPages
{
    public static IEnumerable<IRenderable> Show(AccountView view) =>
    [
        .. view.Remark is { } remark ? new[] { PageParts.Line($" {remark}") } : [],
        PageParts.Facts(
            ("Equity", $"{ValueText.Money(view.Equity)} {view.Currency}"),
            ("Lost today", ValueText.Percent(view.DayLoss)),
            ("Below its peaks", ValueText.Percent(view.Drawdown)),
            ("Heat", ValueText.Percent(view.Heat)),
            ("At stake", ValueText.List(view.Classes.Select(part =>
                $"{part.ClassId} {ValueText.Money(part.Exposure)} ({ValueText.Percent(part.Share)})"))),
            ("Halts", ValueText.List(view.Halts.Select(halt => $"{halt.HaltId} by {halt.By}: {halt.Cause.TrimEnd('.')}")))),
        .. PortfolioPages.List(view.Portfolios),
    ];

    public static IEnumerable<IRenderable> Halt(AccountHalt halt) =>
    [
        PageParts.Facts(
            ("Halt", halt.HaltId),
            ("By", halt.By),
            ("Because", halt.Cause),
            ("In force", "at once: every order asks for it"),
            ("In the books of", ValueText.List(halt.Portfolios.Keys)),
            ("Lift it with", $"assets account reset {halt.HaltId} --reason \"...\"")),
    ];
}
