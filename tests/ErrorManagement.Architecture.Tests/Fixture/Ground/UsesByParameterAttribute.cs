using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal interface UsesByParameterAttribute
{
    void Run([Roof] int number);
}
