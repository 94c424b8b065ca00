using System.Diagnostics;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Says of a failure what a person needs to find it: its type, and the methods it came from. Its message is left out, as it may hold what was being recorded.</summary>
internal static class FailurePlace
{
    private const int MaxFrames = 3;

    /// <summary>Such as <c>System.FormatException in Shop.Rules.Classify, ErrorManagement.Analytics.Registry.ErrorRecorder.Judge</c>. Runs no code of the exception's own.</summary>
    public static string Of(Exception failure)
    {
        var type = failure.GetType().ToString();
        var places = new List<string>();
        try
        {
            var stack = new StackTrace(failure, fNeedFileInfo: false);
            for (var i = 0; i < Math.Min(stack.FrameCount, MaxFrames); i++)
            {
                if (stack.GetFrame(i) is { } frame && DiagnosticMethodInfo.Create(frame) is { } method)
                {
                    places.Add(method.DeclaringTypeName is { } owner ? $"{owner}.{method.Name}" : method.Name);
                }
            }
        }
        catch (Exception)
        {
            // Names come from foreign metadata; the type alone is something.
        }

        return places.Count == 0 ? type : $"{type} in {string.Join(", ", places)}";
    }
}
