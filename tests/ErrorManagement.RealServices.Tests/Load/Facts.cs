using System.Globalization;

namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>Writes figures where <c>dotnet test</c> shows them and where the result file keeps them.</summary>
internal static class Facts
{
    public static void Print(Xunit.Abstractions.ITestOutputHelper output, FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
