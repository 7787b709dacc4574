namespace OrleansAssets.Vendors.Finra;

/// <summary>FINRA's public files.</summary>
public static class FinraVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "finra";

    internal static Vendor Entry { get; } = Vendor.Of<IFinraApi, FinraAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Indicator],
            Indicators = FinraAdapter.Known,
        },
        FinraAdapter.Terms);
}
