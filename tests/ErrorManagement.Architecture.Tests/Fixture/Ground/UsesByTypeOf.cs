using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByTypeOf
{
    public static Type Run() => typeof(IRoof);
}
