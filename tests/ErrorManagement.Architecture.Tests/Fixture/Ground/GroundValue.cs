namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal enum GroundValue
{
    None,
}
