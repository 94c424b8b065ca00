using System.Diagnostics;

namespace ErrorManagement.Diagnostics;

/// <summary>The activity source of the library.</summary>
internal static class LibraryActivities
{
    /// <summary>The tag of semantic conventions for what went wrong: the full name of the exception's type.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The source; one a process, as listeners find it by its name.</summary>
    public static ActivitySource Source { get; } = new(ErrorManagementDiagnostics.Name, LibraryMeter.Version);

    /// <summary>Whether anybody listens: two reads. All else about activities is done only when this says so.</summary>
    public static bool HasListeners => Source.HasListeners();

    /// <summary>The full name of an exception's type.</summary>
    public static string TypeNameOf(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
