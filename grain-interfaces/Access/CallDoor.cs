namespace OrleansAssets.Access;

/// <summary>
/// How the web side in a process of its own says that it is a door of the product, with an admin's token beside it
/// (<see cref="CallToken"/>): it has found out itself who asks and what that one may do, names him in the request, and notes changes in the
/// audit log. It ends at the first silo.
/// </summary>
public static class CallDoor
{
    /// <summary>The key in the engine's request context; the value is <see cref="Web"/>.</summary>
    public const string Key = "assets-door";

    /// <summary>The door of REST API and pages.</summary>
    public const string Web = "web";
}
