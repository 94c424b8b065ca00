using ErrorManagement.Architecture.Tests.Fixture.West;

namespace ErrorManagement.Architecture.Tests.Fixture.East;

internal interface EastRoom
{
    WestRoom? Neighbour { get; }
}
