using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

internal static class UsesAfterSwitch
{
    public static int Run(int number)
    {
        switch (number)
        {
            case 0: return 10;
            case 1: return 30;
            case 2: return 20;
            case 3: return 70;
            case 4: return 50;
            default: break;
        }

        return RoofCalls.Call();
    }
}
