using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class LoggerSourceOptionsValidator
{
    private const int MostComponents = 1_000;

    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Mistakes(LoggerSourceOptions options)
    {
        var mistakes = new List<string>();
        if (options.MinimumLevel is < LogLevel.Trace or > LogLevel.Critical)
        {
            mistakes.Add($"Logger.MinimumLevel must be between Trace and Critical, inclusive; it is {options.MinimumLevel}. To record no messages, set Enabled to false.");
        }

        if (options.Components is null)
        {
            mistakes.Add("Logger.Components must not be null.");
            return mistakes;
        }

        if (options.Components.Count > MostComponents)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Logger.Components must have at most {MostComponents} entries, inclusive; it has {options.Components.Count}."));
            return mistakes;
        }

        foreach (var (category, component) in options.Components)
        {
            SourceNames.Check("a category of Logger.Components", category, mistakes);
            SourceNames.Check($"the component of Logger.Components '{category}'", component, mistakes);
        }

        return mistakes;
    }

    /// <exception cref="ArgumentException">There are mistakes; the message lists them all.</exception>
    public static void ThrowIfInvalid(LoggerSourceOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
