namespace OrleansAssets.Vendors;

/// <summary>Where the sources are asked: the sandbox inside the silo, or the vendors themselves.</summary>
public interface IVendorEndpoints
{
    /// <summary><c>sandbox</c> or <c>live</c>.</summary>
    string Mode { get; }

    /// <summary>Whether sources can be asked yet: the sandbox listens last of all when a silo starts.</summary>
    bool IsOpen => true;

    /// <summary>Cancelled once this process stops: the sandbox closes, and what fails from then on says nothing about a vendor.</summary>
    CancellationToken Closing => CancellationToken.None;

    /// <summary>Base address of a source; in the sandbox <c>http://127.0.0.1:{port}/sandbox/{source}</c>.</summary>
    Uri BaseAddressOf(string sourceId);

    /// <summary>Where a source pushes quotes; null where it does not, or nobody wants it to.</summary>
    Uri? StreamAddressOf(string sourceId) => null;

    /// <summary>The value of a credential variable; null where it is not set. Never logged.</summary>
    string? Secret(string variable);
}
