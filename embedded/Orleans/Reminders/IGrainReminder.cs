namespace Orleans.Runtime;

/// <summary>Handle of a registered reminder, as it was when the handle was made; a later change makes it stale.</summary>
public interface IGrainReminder
{
    /// <summary>Name, unique within the grain.</summary>
    string ReminderName { get; }
}
