namespace OrleansAssets.Grains;

/// <summary>Marks the grains assembly.</summary>
public static class GrainsAssembly;
