using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

/// <summary>What becomes of the stack of real code that fails.</summary>
internal static class ThrownShape
{
    public static Exception From(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new InvalidOperationException("nothing was thrown");
    }

    public static async Task<Exception> FromAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new InvalidOperationException("nothing was thrown");
    }

    /// <summary>The lines without files.</summary>
    public static IReadOnlyList<string> Lines(Exception exception) => [.. new FrameLines().Of(CapturedStack.Of(exception)!).Select(line => WithoutFile(line.Text))];

    public static string WithoutFile(string line) => line.IndexOf(" in /", StringComparison.Ordinal) is >= 0 and var at ? line[..at] : line;
}
