using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks a grain interface.</summary>
public interface IGrain : IAddressable;

/// <summary>Marks an interface of grains whose key is a string.</summary>
public interface IGrainWithStringKey : IGrain;
