using System.Reflection;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Where this registry's own errors come from.</summary>
/// <param name="Release">The release; null when it is not known.</param>
/// <param name="Host">The machine; null for none.</param>
internal sealed record ErrorOrigin(string? Release, string? Host)
{
    /// <summary>What the options say, or else the program and the machine themselves.</summary>
    public static ErrorOrigin Of(ErrorRegistryOptions options) =>
        new(NullIfEmpty(options.Release ?? OwnRelease()), NullIfEmpty(options.Host ?? OwnHost()));

    private static string? OwnRelease() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static string? OwnHost()
    {
        try
        {
            return Environment.MachineName;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
