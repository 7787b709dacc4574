using System.Collections.Immutable;
using OrleansAssets.Notices;

namespace OrleansAssets.Domain.Notices;

/// <summary>What notices and questions about them must keep.</summary>
public static class NoticeCheck
{
    /// <summary>Longest text; what is longer is cut, as a notice that is refused tells nobody.</summary>
    public const int TextLengthMax = 2_000;

    /// <summary>Most facts that one source may say stand.</summary>
    public const int FactsMax = 500;

    private const int NameLengthMax = 200;
    private const int ListMax = 1_000;
    private const int NoteLengthMax = 1_000;

    /// <summary>The facts as they are stored: each kind and subject once, the worse one where two are said.</summary>
    /// <exception cref="ArgumentException">The source, a kind or a subject is none: the caller is wrong.</exception>
    public static ImmutableArray<NoticeFact> Facts(string source, ImmutableArray<NoticeFact> standing)
    {
        CheckName(source, "source");
        return
        [
            .. (standing.IsDefault ? [] : standing).Select(Checked)
                .GroupBy(fact => (fact.Kind, fact.Subject))
                .Select(same => same.MaxBy(fact => fact.Severity)!) // a group has one
                .OrderByDescending(fact => fact.Severity)
                .Take(FactsMax),
        ];
    }

    /// <summary>The event as it is stored.</summary>
    /// <exception cref="ArgumentException">A part of it is none: the caller is wrong.</exception>
    public static NoticeEvent Event(NoticeEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        CheckName(happened.EventId, "event id");
        CheckName(happened.Source, "source");
        return happened with { Fact = Checked(happened.Fact) };
    }

    /// <exception cref="InvalidRequestException">The question is too large.</exception>
    public static void Query(NoticeQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckQuestion("max", query.Max, query.Subject);
    }

    /// <exception cref="InvalidRequestException">The question is too large.</exception>
    public static void Query(NoticePageQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckQuestion("most", query.Most, query.Subject);
    }

    /// <summary>The page that was asked for, of what was read: one more than it has, where there is more.</summary>
    public static NoticePage Page(ImmutableArray<Notice> read, int most) => read.Length > most
        ? new NoticePage(read[..most], read[most - 1].Id)
        : new NoticePage(read, Next: null);

    /// <exception cref="InvalidRequestException">Nobody is named.</exception>
    public static NoticeAcknowledgement Acknowledgement(string by, string? note, DateTimeOffset now) =>
        IdCheck.FaultOf("operator", by) is { } fault
            ? throw InvalidRequestException.At(
                fault.Place, fault.Value, fault.Rule,
                $"The acknowledgement is refused: {fault}.")
            : new NoticeAcknowledgement(by, now, string.IsNullOrWhiteSpace(note) ? null : CleanText.Of(note, NoteLengthMax));

    /// <summary>What a channel is tried with; it is in no outbox.</summary>
    /// <exception cref="InvalidRequestException">Nobody is named.</exception>
    public static NoticeNews Test(string channelId, string by, DateTimeOffset now) =>
        IdCheck.FaultOf("operator", by) is { } fault
            ? throw InvalidRequestException.At(
                fault.Place, fault.Value, fault.Rule,
                $"The test is refused: {fault}.")
            : new NoticeNews(
                0, 0, NewsKinds.Raised, NoticeKinds.Test, $"channel/{channelId}", NoticeSeverity.Info,
                $"This is a test of the channel '{channelId}', asked for by {by}. Nothing is wrong.", now, now, 1);

    private static NoticeFact Checked(NoticeFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        CheckName(fact.Subject, "subject");
        if (!NoticeKinds.All.Contains(fact.Kind, StringComparer.Ordinal))
        {
            throw new ArgumentException($"'{fact.Kind}' is no kind of notice.", nameof(fact));
        }

        return fact.Text.Length > TextLengthMax ? fact with { Text = fact.Text[..(TextLengthMax - 1)] + "…" } : fact;
    }

    private static void CheckQuestion(string place, int most, string? subject)
    {
        if (most is < 1 or > ListMax)
        {
            throw InvalidRequestException.At(
                place, most, $"must be 1 to {ListMax:N0}",
                $"{most} notices were asked for; ask for 1 to {ListMax:N0}.");
        }

        if (subject is not null && !IsName(subject))
        {
            throw InvalidRequestException.At(
                "subject", IdCheck.Given(subject), $"must have 1 to {NameLengthMax} printable characters",
                $"No notice has such a subject: it has 1 to {NameLengthMax} printable characters, e.g. portfolio/main.");
        }
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= NameLengthMax
        && PrintableText.FindHidden(name) is null;

    private static void CheckName(string name, string what)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"'{name}' is no {what} of a notice: 1 to {NameLengthMax} characters without control characters.", nameof(name));
        }
    }
}
