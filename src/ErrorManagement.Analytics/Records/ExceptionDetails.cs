using System.Text;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics;

/// <summary>One exception of the tree that an error was: itself or one inside it.</summary>
public sealed record ExceptionDetails
{
    private readonly string? _stackTrace;

    /// <summary>The full name of its type, generic arguments in angle brackets. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>Its message, scrubbed and cut to the registry's limit; of trees of more than eight exceptions, most keep 256 characters. Many different values; may hold private data.</summary>
    public required string Message { get; init; }

    /// <summary>Its place in <see cref="ErrorRecord.Exceptions"/> of the exception that holds it; null for the outermost, which comes last.</summary>
    public int? Parent { get; init; }

    /// <summary>How many exceptions right inside it were left out, or, of a chain too long, between it and the next that is listed. 0 for none.</summary>
    public int LeftOut { get; init; }

    /// <summary>The lines of its stack, innermost first, recursion folded; at most 256, empty when it had none or stacks are not kept.</summary>
    public IReadOnlyList<StackLine> Frames { get; init; } = [];

    /// <summary>Its stack as text, innermost frame first, at most 16,384 characters; null when it had none or stacks are not kept. Unless it is set, <see cref="Frames"/> as text.</summary>
    public string? StackTrace
    {
        get => _stackTrace ?? (Frames.Count == 0 ? null : Join(Frames));
        init => _stackTrace = value;
    }

    private static string Join(IReadOnlyList<StackLine> frames)
    {
        var text = new StringBuilder();
        ExceptionTreeText.AppendFrames(text, frames, ExceptionTreeText.MaxLength);
        return text.ToString().TrimEnd('\n');
    }
}
