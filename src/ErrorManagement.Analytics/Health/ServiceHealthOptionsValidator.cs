using System.Globalization;

namespace ErrorManagement.Analytics.Health;

/// <summary>Says what is wrong with <see cref="ServiceHealthOptions"/>, everything at once.</summary>
internal static class ServiceHealthOptionsValidator
{
    private static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxWindow = TimeSpan.FromHours(24);

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ServiceHealthOptions options)
    {
        var mistakes = new List<string>();
        CheckCount(nameof(options.MaxCriticalErrors), options.MaxCriticalErrors);
        CheckCount(nameof(options.MaxUnresolvedErrors), options.MaxUnresolvedErrors);
        CheckCount(nameof(options.MaxRecentErrors), options.MaxRecentErrors);
        if (options.Window < MinWindow || options.Window > MaxWindow)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Window)} must be at least {MinWindow} and at most {MaxWindow}, both inclusive; it is {options.Window}."));
        }

        CheckStatus(nameof(options.OpenCircuit), options.OpenCircuit);
        CheckStatus(nameof(options.LostErrors), options.LostErrors);
        CheckStatus(nameof(options.BurningBudget), options.BurningBudget);
        return mistakes;

        void CheckCount(string name, int value)
        {
            if (value < 0)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 0; it is {value}."));
            }
        }

        void CheckStatus(string name, ServiceStatus value)
        {
            if (!Enum.IsDefined(value))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be one of {string.Join(", ", Enum.GetNames<ServiceStatus>())}; it is {(int)value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ServiceHealthOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
