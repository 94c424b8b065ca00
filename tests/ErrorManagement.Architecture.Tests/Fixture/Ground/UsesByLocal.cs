using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesByLocal
{
    public static bool Run(object? value)
    {
        var list = new List<IRoof>();
        list.AddRange(value as IEnumerable<IRoof> ?? []);
        return list.Count > 0 && list.Contains(list[0]);
    }
}
