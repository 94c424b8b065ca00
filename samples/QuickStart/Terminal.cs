namespace QuickStart;

/// <summary>Writes to the console: with colours and a moving last line on a terminal, as plain lines anywhere else.</summary>
/// <remarks>Safe on any thread.</remarks>
internal sealed class Terminal
{
    private readonly Lock _gate = new();
    private readonly bool _colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
    private readonly bool _moving = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
    private int _progressLength;

    /// <summary>How long a line may be; wide where nobody looks at a screen.</summary>
    public int Width { get; } = WindowWidth();

    public void Line(string text = "") => Line(text, null);

    public void Heading(string text) => Line(text, ConsoleColor.Cyan);

    public void Good(string text) => Line(text, ConsoleColor.Green);

    public void Bad(string text) => Line(text, ConsoleColor.Red);

    public void Warn(string text) => Line(text, ConsoleColor.Yellow);

    /// <summary>A line for the error output, which is where progress and mistakes go.</summary>
    public void Error(string text)
    {
        lock (_gate)
        {
            ClearProgressLocked();
            Console.Error.WriteLine(text);
        }
    }

    /// <summary>Shows how far a long job is: one line that is written over on a terminal, a new line elsewhere.</summary>
    public void Progress(string text)
    {
        lock (_gate)
        {
            if (!_moving)
            {
                Console.Error.WriteLine(text);
                return;
            }

            ClearProgressLocked();
            Console.Error.Write(Cut(text, Width - 1));
            _progressLength = Math.Min(text.Length, Width - 1);
        }
    }

    public void ClearProgress()
    {
        lock (_gate)
        {
            ClearProgressLocked();
        }
    }

    /// <summary>A text for one line: control characters and line ends become blanks, and what is too long is cut.</summary>
    public static string Cut(string text, int length)
    {
        var clean = string.Create(Math.Min(text.Length, Math.Max(1, length)), text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
        return text.Length <= clean.Length ? clean : clean[..^1] + "…";
    }

    private static int WindowWidth()
    {
        const int wide = 160;
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth < 40 ? wide : Math.Min(Console.WindowWidth, wide);
        }
        catch (IOException)
        {
            return wide;
        }
    }

    private void Line(string text, ConsoleColor? colour)
    {
        lock (_gate)
        {
            ClearProgressLocked();
            if (_colours && colour is { } c)
            {
                Console.ForegroundColor = c;
                Console.WriteLine(text);
                Console.ResetColor();
            }
            else
            {
                Console.WriteLine(text);
            }
        }
    }

    private void ClearProgressLocked()
    {
        if (_progressLength > 0)
        {
            Console.Error.Write("\r" + new string(' ', _progressLength) + "\r");
            _progressLength = 0;
        }
    }
}
