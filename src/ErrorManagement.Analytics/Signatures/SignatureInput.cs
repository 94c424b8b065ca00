using System.Globalization;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>What is known of an error when its signature is looked for. Immutable.</summary>
public sealed class SignatureInput
{
    /// <summary>How many characters of a text are looked at: 16,384.</summary>
    public const int LongestText = 16_384;

    /// <summary>How many exceptions of a tree are looked at: 64.</summary>
    public const int MostExceptions = 64;

    private const string HttpIdentity = "http:";

    private SignatureInput(IReadOnlyList<string> messages, IReadOnlyList<string> errorTypes, int? httpStatus, Exception? exception)
    {
        Messages = messages;
        ErrorTypes = errorTypes;
        HttpStatus = httpStatus;
        Exception = exception;
    }

    /// <summary>The message, then those of the exceptions inside; each cut to 16,384 characters, at most 64. Empty when there is none. Many different values; may hold private data.</summary>
    public IReadOnlyList<string> Messages { get; }

    /// <summary>The names of the types, as they are known: of an exception with those of its base types, then those of the exceptions inside. Empty when there is none. Few different values.</summary>
    public IReadOnlyList<string> ErrorTypes { get; }

    /// <summary>The HTTP status of the exception or of the record's identity; null when there is none. One that a message tells of is not here.</summary>
    public int? HttpStatus { get; }

    /// <summary>The exception itself; null for a record or a text. Not to be kept.</summary>
    public Exception? Exception { get; }

    internal static SignatureInput Of(string? message, string? errorType, int? httpStatus) =>
        new(Listed(message, LongestText), Listed(errorType, LongestText), httpStatus, null);

    internal static SignatureInput Of(Exception exception)
    {
        var messages = new List<string>();
        var types = new List<string>();
        int? status = null;
        var waiting = new Queue<Exception>();
        waiting.Enqueue(exception);
        for (var seen = 0; seen < MostExceptions && waiting.TryDequeue(out var next); seen++)
        {
            Add(messages, MessageOf(next));
            AddTypes(types, next.GetType());
            status ??= next is HttpRequestException { StatusCode: { } code } ? (int)code : null;
            if (next is AggregateException aggregate)
            {
                // What would not be looked at is not queued.
                foreach (var inner in aggregate.InnerExceptions.Take(MostExceptions - waiting.Count))
                {
                    waiting.Enqueue(inner);
                }
            }
            else if (next.InnerException is { } inner)
            {
                waiting.Enqueue(inner);
            }
        }

        return new SignatureInput(messages, types, status, exception);
    }

    internal static SignatureInput Of(ErrorRecord record)
    {
        var messages = new List<string>();
        var types = new List<string> { record.ErrorType };
        Add(messages, record.Message);
        foreach (var exception in record.Exceptions.Take(MostExceptions))
        {
            Add(messages, exception.Message);
            types.Add(exception.ErrorType);
        }

        // Where the exceptions themselves are not known, such as in a record that another host exported.
        if (record.Exceptions.Count == 0 && record.RootCause is { } cause)
        {
            Add(messages, cause);
            if (cause.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end)
            {
                types.Add(cause[..end]);
            }
        }

        return new SignatureInput(messages, types, StatusOf(record.Identity), null);
    }

    private static int? StatusOf(string? identity) =>
        identity is not null && identity.StartsWith(HttpIdentity, StringComparison.Ordinal) && int.TryParse(identity.AsSpan(HttpIdentity.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;

    private static string[] Listed(string? text, int length) => string.IsNullOrEmpty(text) ? [] : [BoundedText.Cut(text, length)];

    private static void Add(List<string> texts, string? text)
    {
        if (!string.IsNullOrEmpty(text) && !texts.Contains(text))
        {
            texts.Add(BoundedText.Cut(text, LongestText));
        }
    }

    /// <summary>The type's name and those of its bases, below the two that say nothing.</summary>
    private static void AddTypes(List<string> types, Type? type)
    {
        for (; type is not null && type != typeof(Exception) && type != typeof(SystemException); type = type.BaseType)
        {
            types.Add(type.FullName ?? type.Name);
        }
    }

    private static string? MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception e)
        {
            // A host's own exception whose message fails: it is known by the rest.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return null;
        }
    }
}
