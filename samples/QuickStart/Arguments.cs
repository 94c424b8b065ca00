namespace QuickStart;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Usage: dotnet run --project samples/QuickStart [-- --log FILE]

          (nothing)    calls a server that fails in five ways, and shows what happens
          --log FILE   groups the lines of a log: plain text, or JSON lines with a "content" field; - reads standard input
          --help       this text
        """;

    public string? LogFile { get; private init; }

    public bool Help { get; private init; }

    /// <summary>What is wrong, as one sentence; null when all is well.</summary>
    public string? Mistake { get; private init; }

    public static Arguments Parse(string[] args) => args switch
    {
        [] => new Arguments(),
        ["--help" or "-h" or "-?"] => new Arguments { Help = true },
        ["--log", var file] when file.Length > 0 => new Arguments { LogFile = file },
        ["--log"] or ["--log", ""] => new Arguments { Mistake = "--log needs the name of a file, or - for standard input." },
        ["--log", _, var more, ..] => new Arguments { Mistake = $"'{more}' is one argument too many: --log takes one file." },
        [var first, ..] => new Arguments { Mistake = $"'{first}' is not an argument of this sample; --help shows what is." },
    };
}
