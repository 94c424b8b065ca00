using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByFieldOfGeneric
{
    public static object Run() => RoofBox<int>.Value;
}
