using System.Text;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Writes captured frames as text, innermost first, the stacks of inner exceptions after their titles.</summary>
internal static class StackText
{
    private const int MaxLength = 16_384;

    /// <summary>The text; null when there are no frames.</summary>
    public static string? Of(IReadOnlyList<CapturedStack> stacks)
    {
        if (stacks.All(stack => stack.Trace is not { FrameCount: > 0 }))
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var stack in stacks)
        {
            if (stack.Title is not null)
            {
                text.Append("--- caused by ").AppendLine(stack.Title);
            }

            for (var i = 0; i < (stack.Trace?.FrameCount ?? 0) && text.Length < MaxLength; i++)
            {
                text.Append(FrameText.Of(stack.Trace!.GetFrame(i)!)).Append('\n');
            }
        }

        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
