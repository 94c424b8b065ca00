using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The bounds of an option: the same words for all of them. Pure.</summary>
internal static class OptionBounds
{
    /// <summary>Adds a mistake when a value that is given lies outside its bounds.</summary>
    public static void Check<T>(string name, T? value, T least, T most, List<string> mistakes)
        where T : struct, IComparable<T>
    {
        // What is no number compares as less than all others.
        if (value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least} and at most {most}, both inclusive; it is {given}."));
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfAny(IReadOnlyCollection<string> mistakes, string parameter)
    {
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), parameter);
        }
    }
}
