using Orleans;

namespace OrleansAssets.Access;

/// <summary>What an identity may do; each role may do all that those before it may.</summary>
[GenerateSerializer, Alias("OrleansAssets.AccessRole")]
public enum AccessRole
{
    /// <summary>Looks at everything, and changes nothing.</summary>
    Viewer = 0,

    /// <summary>Has orders decided, tells what became of them, and stops trading.</summary>
    Trader = 1,

    /// <summary>Moves money, corrects the book, changes phases, lets trading go on.</summary>
    Operator = 2,

    /// <summary>Says who may do what.</summary>
    Admin = 3,
}
