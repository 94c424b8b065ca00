using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByIterator
{
    public static IEnumerable<int> Run()
    {
        yield return RoofCalls.Call();
    }
}
