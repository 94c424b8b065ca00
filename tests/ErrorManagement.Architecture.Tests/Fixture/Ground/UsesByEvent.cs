using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal abstract class UsesByEvent
{
    public abstract event RoofHandler Happened;
}
