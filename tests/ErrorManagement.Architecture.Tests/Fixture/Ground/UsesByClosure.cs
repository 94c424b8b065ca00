using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByClosure
{
    public static Func<int> Run(int number) => () => number + RoofCalls.Call();
}
