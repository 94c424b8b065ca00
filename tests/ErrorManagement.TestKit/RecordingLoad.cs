using System.Globalization;
using System.Runtime.CompilerServices;

namespace ErrorManagement.TestKit;

/// <summary>
/// A load for whatever counts errors: several threads, thousands of distinct errors, ids that vary in their messages, and the exact number
/// of times each of them was handed over. Every object is handed over once, so that no memory for repeated objects changes a count.
/// </summary>
/// <remarks>One run at a time; runs add up.</remarks>
public sealed class RecordingLoad
{
    private const int Texts = 4;
    private const int Types = 4;
    private const int ThrownOnceIn = 16; // a throw costs as much as some fifty records: the load would be one of throwing
    private static readonly string[] Components = [.. Enumerable.Range(0, 7).Select(i => "component" + (char)('a' + i))];

    private readonly int _threads;
    private readonly string[] _messages;
    private readonly long[] _counts;
    private long _novel;

    /// <param name="threads">How many threads hand over at once.</param>
    /// <param name="errors">How many distinct errors there are.</param>
    public RecordingLoad(int threads, int errors)
    {
        _threads = threads;
        _counts = new long[errors];
        _messages = [.. Enumerable.Range(0, errors * Texts).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Words(i / Texts)} failed at {Words(i / Texts)} for {1_000 + i}"))];
    }

    /// <summary>How often each error was handed over so far, by its number.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>How many errors were handed over that come only once.</summary>
    public long Novel => _novel;

    /// <summary>All that was handed over.</summary>
    public long Total => _counts.Sum() + _novel;

    /// <summary>The number of the error a message belongs to, or -1 for one that comes only once.</summary>
    public static int ErrorOf(string message)
    {
        var number = 0;
        foreach (var letter in message.AsSpan(1, 7))
        {
            number = (number * 10) + letter - 'k';
        }

        return message[0] == 'z' ? number : -1;
    }

    /// <summary>Letters that stand for a number. Errors of one stack that differ in one such word alone are one: it takes two of them to tell them apart.</summary>
    public static string Words(int number, char first = 'z') =>
        first + string.Concat(number.ToString("d7", CultureInfo.InvariantCulture).Select(static c => (char)('k' + c - '0')));

    /// <summary>Each error once, on this thread.</summary>
    /// <param name="record">Takes an error and the component it happened in.</param>
    public void Introduce(Action<Exception, string> record)
    {
        for (var error = 0; error < _counts.Length; error++)
        {
            var exception = Make(error, _messages[error * Texts]);
            record(IsThrown(error) ? Thrown(exception) : exception, Components[error % Components.Length]);
            _counts[error]++;
        }
    }

    /// <summary>Hands over so many errors, drawn at random.</summary>
    /// <param name="records">How many, all threads together; a multiple of the number of threads.</param>
    /// <param name="record">Takes an error and the component it happened in; called by all threads.</param>
    /// <param name="novelOnceIn">One in so many is an error that never came before and never comes again; 0 for none.</param>
    public void Run(long records, Action<Exception, string> record, int novelOnceIn = 0)
    {
        var counts = Enumerable.Range(0, _threads).Select(_ => new long[_counts.Length]).ToArray();
        Exception? failure = null;
        var threads = counts.Select((mine, thread) => new Thread(() =>
        {
            try
            {
                Hand(mine, thread, records / _threads, record, novelOnceIn);
            }
            catch (Exception e)
            {
                Volatile.Write(ref failure, e);
            }
        })).ToArray();
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        for (var error = 0; error < _counts.Length; error++)
        {
            _counts[error] += counts.Sum(mine => mine[error]);
        }

        if (failure is not null)
        {
            throw new InvalidOperationException("A thread of the load failed.", failure);
        }
    }

    private void Hand(long[] mine, int thread, long records, Action<Exception, string> record, int novelOnceIn)
    {
        var random = ((ulong)thread * 0x9e3779b97f4a7c15) + (ulong)_counts[0] + 1;
        for (var i = 0L; i < records; i++)
        {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            if (novelOnceIn > 0 && i % novelOnceIn == novelOnceIn - 1)
            {
                record(new InvalidOperationException(Words((int)(Interlocked.Increment(ref _novel) % 10_000_000), 'q')), Components[0]);
                continue;
            }

            var text = (int)(random % (ulong)_messages.Length);
            var error = text / Texts;
            var exception = Make(error, _messages[text]);
            record(IsThrown(error) ? Thrown(exception) : exception, Components[error % Components.Length]);
            mine[error]++;
        }
    }

    // An error with a stack is another one than an error without: each is thrown always or never. Some of each type.
    private static bool IsThrown(int error) => error / Types % ThrownOnceIn == 0;

    private static Exception Make(int error, string message) => (error % Types) switch
    {
        0 => new InvalidOperationException(message),
        1 => new TimeoutException(message),
        2 => new ArgumentException(message),
        _ => new FormatException(message, new TimeoutException()),
    };

    private static Exception Thrown(Exception exception)
    {
        try
        {
            Throw(exception);
        }
        catch (Exception e)
        {
            return e;
        }

        return exception;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;
}
