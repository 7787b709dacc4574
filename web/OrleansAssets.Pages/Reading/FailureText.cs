using Orleans.Runtime;

namespace OrleansAssets.Pages.Reading;

/// <summary>What failed, as a sentence for who looks at a page.</summary>
internal static class FailureText
{
    /// <summary>Whether the failure belongs on a page: all else is a fault of ours, and is thrown.</summary>
    public static bool IsKnown(Exception exception) => Find(exception) is not null;

    public static string Of(Exception exception) => Find(exception) ?? exception.Message;

    private static string? Find(Exception exception) => exception switch
    {
        NotFoundException or InvalidRequestException or ChangedMeanwhileException or StorageUnavailableException
            or InternalFaultException or AssetsUnavailableException => exception.Message,
        ArgumentException => exception.Message, // an id that none could be
        TimeoutException or OperationCanceledException => "No answer came in time: the silo may be busy. The page asks again.",
        OrleansException => "The silo does not answer: it may be starting, or on its way out. The page asks again.",
        _ => null,
    };
}
