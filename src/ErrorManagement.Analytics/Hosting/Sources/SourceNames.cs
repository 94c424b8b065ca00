using System.Globalization;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>The bound of names that options give to components.</summary>
internal static class SourceNames
{
    public const int Longest = 200;

    /// <summary>Notes a mistake unless the name is one.</summary>
    public static void Check(string option, string? name, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            mistakes.Add($"{option} must not be blank; it is {(name is null ? "null" : $"'{name}'")}.");
        }
        else if (name.Length > Longest)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{option} must have at most {Longest} characters, inclusive; it has {name.Length}."));
        }
    }
}
