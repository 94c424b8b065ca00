using ErrorManagement.Architecture.Tests.Fixture.Ground;

namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

internal sealed class RoofBox<T>
{
    // A use downwards, which is allowed.
    public static readonly GroundValue Value = GroundValue.None;
}
