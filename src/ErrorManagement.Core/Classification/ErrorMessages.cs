using ErrorManagement.Diagnostics;

namespace ErrorManagement.Classification;

/// <summary>Reads messages of exceptions, which are foreign code.</summary>
internal static class ErrorMessages
{
    /// <summary>
    /// The message, cut at a length; empty when it is null, when its getter throws, and for an AggregateException:
    /// that one's message repeats those of all that is in it, at a cost that grows with the square of the depth.
    /// </summary>
    public static ReadOnlySpan<char> PrefixOf(Exception exception, int maxLength)
    {
        if (maxLength == 0 || exception is AggregateException)
        {
            return default;
        }

        try
        {
            var message = exception.Message.AsSpan();
            return message.Length <= maxLength ? message : message[..maxLength];
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return default;
        }
    }
}
