namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class GroundCalls
{
    public static string NameOf<T>() => typeof(T).Name;
}
