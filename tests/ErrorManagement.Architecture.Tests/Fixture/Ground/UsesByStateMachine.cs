using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByStateMachine
{
    public static async Task<int> RunAsync()
    {
        await Task.Yield();
        return RoofCalls.Call();
    }
}
