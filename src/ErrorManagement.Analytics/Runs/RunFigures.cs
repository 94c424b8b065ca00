using System.Globalization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Rates, means and numbers of runs: rounded half away from zero, on exact counts, the same in every culture.</summary>
internal static class RunFigures
{
    /// <summary>Part of whole in percent with two decimals; 0 of nothing.</summary>
    public static double Percent(long part, long whole) => whole <= 0 ? 0 : (double)Math.Round(100m * part / whole, 2, MidpointRounding.AwayFromZero);

    /// <summary>Part of whole in percent, not rounded; null of nothing.</summary>
    public static double? ExactPercent(long part, long whole) => whole <= 0 ? null : 100.0 * part / whole;

    /// <summary>The mean with two decimals; 0 of nothing.</summary>
    public static double Mean(long sum, long count) => count <= 0 ? 0 : (double)Math.Round((decimal)sum / count, 2, MidpointRounding.AwayFromZero);

    /// <summary>"8.3%".</summary>
    public static string ShownPercent(long part, long whole) =>
        (whole <= 0 ? 0m : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero)).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>"1 error", "2 errors".</summary>
    public static string Count(long value, string singular, string? plural = null) => $"{Number(value)} {(value == 1 ? singular : plural ?? singular + "s")}";

    public static string TwoDecimals(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>"+400.0%", "-12.5%", "0.0%".</summary>
    public static string Change(double percent) => percent.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%";

    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
