using System.ComponentModel;
using System.Globalization;

namespace ErrorManagement.BugSites.Gateway;

/// <summary>What is said in the language of the process: the bug is one in all of them.</summary>
internal static class Localised
{
    private const int AccessDenied = 5;

    /// <summary>The text comes from the system's own resources, as that of a driver does; the code does not change.</summary>
    public static void Fail(int i) => throw new Win32Exception(AccessDenied, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName switch
    {
        "de" => "Zugriff verweigert",
        "tr" => "Erişim engellendi",
        "ja" => "アクセスが拒否されました",
        _ => "Access is denied",
    });

    /// <summary>A number as the culture writes it.</summary>
    public static void Overdrawn(int i) => throw new InvalidOperationException(string.Create(CultureInfo.CurrentCulture, $"The account is overdrawn by {1_234.5m + i:N1} units."));

    /// <summary>A date as the culture writes it.</summary>
    public static void Late(int i) => throw new InvalidOperationException(string.Create(CultureInfo.CurrentCulture, $"The parcel of {new DateTime(2026, 3, 9, 14, 5, 6, DateTimeKind.Utc).AddHours(i):G} is late."));
}
