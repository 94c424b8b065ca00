namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

internal static class RoofCalls
{
    public static int Call() => 1;
}
