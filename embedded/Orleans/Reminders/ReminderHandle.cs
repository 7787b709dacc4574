namespace Orleans.Runtime.ReminderService;

internal sealed record ReminderHandle(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;
