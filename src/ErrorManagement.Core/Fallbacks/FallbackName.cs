using System.Globalization;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Fallbacks;

/// <summary>Names of fallbacks: checks them, and shows what a fallback is.</summary>
internal static class FallbackName
{
    public static string Required(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }

    /// <summary>A kind with its details, such as <c>cached_response(prices, 300 s)</c>; a name that is the kind's own is left out.</summary>
    public static string Describe(string kind, string name, params string[] details)
    {
        var inside = string.Join(", ", details.Prepend(name == kind ? "" : name).Where(detail => detail.Length > 0));
        return inside.Length == 0 ? kind : $"{kind}({inside})";
    }

    /// <summary>A length in seconds, the same in every culture.</summary>
    public static string Seconds(TimeSpan length) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds} s");

    /// <summary>What a fallback says it is; its name, when that is its type's default text or fails.</summary>
    public static string Of<T>(IFallback<T> fallback)
    {
        try
        {
            var text = fallback.ToString();
            return string.IsNullOrEmpty(text) || text == fallback.GetType().ToString() ? fallback.Name : text;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return fallback.GetType().Name;
        }
    }
}
