namespace Orleans.Runtime;

/// <summary>The name of a grain class that is stored and sent.</summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    readonly IdSpan _value;

    /// <summary>A type of this name.</summary>
    public GrainType(IdSpan id) => _value = id;

    /// <summary>The name.</summary>
    public IdSpan Value => _value;

    /// <summary>True for an uninitialised value.</summary>
    public bool IsDefault => _value.IsDefault;

    /// <summary>A type of this name.</summary>
    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return new(IdSpan.Create(value));
    }

    /// <summary>The bytes of the name.</summary>
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    /// <summary>The hash that is equal in every process.</summary>
    public uint GetUniformHashCode() => _value.GetUniformHashCode();

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => _value.Equals(obj._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public override string ToString() => _value.ToString();

    /// <summary>Compares names.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Compares names.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
