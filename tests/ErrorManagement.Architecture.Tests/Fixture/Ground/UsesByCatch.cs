using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByCatch
{
    public static void Run()
    {
        try
        {
            GroundCalls.NameOf<int>();
        }
        catch (RoofException)
        {
        }
    }
}
