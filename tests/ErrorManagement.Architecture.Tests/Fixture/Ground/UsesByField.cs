using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal sealed class UsesByField
{
    public readonly IRoof[]? Roofs = [];
}
