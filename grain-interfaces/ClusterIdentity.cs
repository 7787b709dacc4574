namespace OrleansAssets;

/// <summary>The names under which silos and clients find each other, and under which state and reminders are stored.</summary>
public static class ClusterIdentity
{
    /// <summary>Keys state and reminders in the database: it never changes, or everything stored is lost from sight.</summary>
    public const string ServiceId = "orleans-assets";

    /// <summary>Keys the membership table: silos and clients of one installation share it.</summary>
    public const string ClusterId = "orleans-assets";

    /// <summary>
    /// What silos speak to each other: wire types, grain methods and what grains expect of one another. Raised in a release whose silos do
    /// not work beside those of the release before it; members that are only added need no other number.
    /// </summary>
    public const int Protocol = 1;
}
