using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace ErrorManagement.BugSites.Running;

/// <summary>What one throw looks like from outside, and the groups that the rules of other trackers would put it in; made from the public stack alone.</summary>
/// <param name="All">Type and all frames.</param>
/// <param name="Own">Type and the frames of the application.</param>
/// <param name="First">Type and the innermost frame of the application.</param>
/// <param name="Message">Type and message, numbers, GUIDs and quoted words replaced.</param>
/// <param name="Frames">The frames of the application, innermost first.</param>
internal sealed partial record StackVariant(string All, string Own, string First, string Message, IReadOnlyList<string> Frames)
{
    private static readonly Dictionary<MethodBase, (string Name, bool Own)> Names = [];
    private static readonly Lock Gate = new();

    public static StackVariant Of(Exception exception)
    {
        var type = exception.GetType().FullName!;
        var all = new StringBuilder(type);
        var own = new List<string>();
        lock (Gate)
        {
            Add(exception, all, own);
        }

        return new StackVariant(
            all.ToString(),
            string.Join('|', own.Prepend(type)),
            $"{type}|{own.FirstOrDefault()}",
            $"{type}|{Values().Replace(exception.Message, "*")}",
            own);
    }

    private static void Add(Exception exception, StringBuilder all, List<string> own)
    {
        if (exception is AggregateException many)
        {
            foreach (var inner in many.InnerExceptions)
            {
                Add(inner, all, own);
            }
        }
        else if (exception.InnerException is { } inner)
        {
            Add(inner, all, own);
        }

        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { } method)
            {
                var (name, isOwn) = NameOf(method);
                all.Append('|').Append(name);
                if (isOwn)
                {
                    own.Add(name);
                }
            }
        }
    }

    private static (string Name, bool Own) NameOf(MethodBase method)
    {
        if (!Names.TryGetValue(method, out var known))
        {
            Names.Add(method, known = ($"{method.DeclaringType}.{method.Name}", method.DeclaringType?.Assembly == typeof(StackVariant).Assembly));
        }

        return known;
    }

    [GeneratedRegex("""[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|'[^']*'|"[^"]*"|\d+""")]
    private static partial Regex Values();
}
