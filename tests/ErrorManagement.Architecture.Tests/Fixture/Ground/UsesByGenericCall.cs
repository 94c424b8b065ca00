using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByGenericCall
{
    public static string Run() => GroundCalls.NameOf<IRoof>();
}
