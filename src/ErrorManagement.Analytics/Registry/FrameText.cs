using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Writes one frame: <c>at Type.Method(Parameters) in File:line 12</c>, as far as names and symbols are there.</summary>
internal static class FrameText
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away has no name to show; the frame then says so.")]
    public static string Of(StackFrame frame)
    {
        try
        {
            if (frame.GetMethod() is not { } method)
            {
                return "   at (unknown)";
            }

            var type = method.DeclaringType is { } declaring ? ExceptionShapes.NameOf(declaring) + "." : "";
            var parameters = string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name));
            var line = SourceLines.Find(method, frame.GetILOffset()) is var (file, number)
                ? string.Create(CultureInfo.InvariantCulture, $" in {file}:line {number}")
                : "";
            return $"   at {type}{method.Name}({parameters}){line}";
        }
        catch (Exception)
        {
            // Reflection over foreign code can fail in many ways; a frame without a name is better than none of the stack.
            return "   at (unreadable)";
        }
    }
}
