using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByCall
{
    public static int Run() => RoofCalls.Call();
}
