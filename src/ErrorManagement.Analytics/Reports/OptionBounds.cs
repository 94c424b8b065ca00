using System.Globalization;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The bounds of an option: the same words for all of them. Pure.</summary>
internal static class OptionBounds
{
    /// <summary>Adds a mistake when a value that is given lies outside its bounds; says that none need be given, where that is so.</summary>
    public static void Check<T>(string name, T? value, T least, T most, List<string> mistakes, bool orNull = false)
        where T : struct, IComparable<T>
    {
        // What is no number compares as less than all others.
        if (value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0))
        {
            // The largest number that there is says nothing to a reader.
            var range = (object)most switch
            {
                int.MaxValue => string.Create(CultureInfo.InvariantCulture, $"at least {least}, inclusive"),
                double.MaxValue => string.Create(CultureInfo.InvariantCulture, $"finite and at least {least}, inclusive"),
                _ => string.Create(CultureInfo.InvariantCulture, $"at least {least} and at most {most}, both inclusive"),
            };
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be {(orNull ? "null, or " : "")}{range}; it is {given}."));
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
