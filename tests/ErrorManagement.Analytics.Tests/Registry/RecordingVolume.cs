using System.Globalization;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>How much a test records: little, in every run; with the variable ERRORMANAGEMENT_RECORDS so many million.</summary>
internal static class RecordingVolume
{
    private const string Variable = "ERRORMANAGEMENT_RECORDS";

    public static int Or(int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var millions) ? millions * 1_000_000 : standard;
}
