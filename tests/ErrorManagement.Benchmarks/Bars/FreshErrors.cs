using System.Diagnostics;
using ErrorManagement.TestKit;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>Exceptions that were thrown <see cref="DeepThrow.Frames"/> deep and caught, as a catch block gets them.</summary>
internal static class FreshErrors
{
    private static readonly string[] Components = [.. Enumerable.Range(0, 8).Select(i => "component" + (char)('a' + i))];

    /// <summary>One error with an id in its message.</summary>
    public static Exception Known(int id) => Caught(() => DeepThrow.Run(id));

    /// <summary>What an error of this number says: two words that no other has, since one that differs alone would be a value.</summary>
    public static string MessageOf(int number)
    {
        var word = RecordingLoad.Words(number);
        return $"{word} is not in {word}";
    }

    /// <summary>An error of its own for each number: words that no other has, one of four types.</summary>
    public static Exception Distinct(int number)
    {
        var message = MessageOf(number);
        Exception exception = (number % 4) switch
        {
            0 => new InvalidOperationException(message),
            1 => new TimeoutException(message),
            2 => new ArgumentException(message),
            _ => new FormatException(message),
        };
        return Caught(() => DeepThrow.Run(exception));
    }

    /// <summary>The component that an error of this number happens in.</summary>
    public static string ComponentOf(int number) => Components[number % Components.Length];

    private static Exception Caught(Func<int> fails)
    {
        try
        {
            fails();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new UnreachableException();
    }
}
