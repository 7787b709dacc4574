namespace Orleans.Runtime;

/// <summary>Work done when the silo starts.</summary>
public interface IStartupTask
{
    /// <summary>Does the work; an error fails the start.</summary>
    Task Execute(CancellationToken cancellationToken);
}
