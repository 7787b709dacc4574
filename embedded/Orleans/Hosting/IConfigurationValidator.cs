namespace Orleans;

/// <summary>Checks configuration when the silo starts; all registered ones run before anything else.</summary>
public interface IConfigurationValidator
{
    /// <summary>Throws <see cref="Runtime.OrleansConfigurationException"/> naming the option, its value and the rule.</summary>
    void ValidateConfiguration();
}
