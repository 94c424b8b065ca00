namespace ErrorManagement.BugSites.Running;

/// <summary>One bug, and how to run into it.</summary>
/// <param name="Label">Its name: the desk, a slash, the action.</param>
/// <param name="Component">The component it is recorded for.</param>
/// <param name="Run">The entry, when it is synchronous.</param>
/// <param name="RunAsync">The entry, when it is not.</param>
internal sealed record BugSite(string Label, string Component, Action<string, int>? Run, Func<string, int, Task>? RunAsync)
{
    public string Action { get; } = Label[(Label.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
