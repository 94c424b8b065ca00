using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal interface UsesByGenericArgument
{
    Task<Dictionary<string, IRoof>> RunAsync();
}
