using System.Globalization;

namespace ErrorManagement.BugSites.Running;

/// <summary>What the command line asks for.</summary>
internal sealed record RunSettings(string Command, int Throws, int Seed, string? Culture, string? Host, bool Settle)
{
    public static RunSettings? Parse(string[] args)
    {
        if (args is not ["run" or "unthrown", ..])
        {
            return null;
        }

        var settings = new RunSettings(args[0], 1_000, 1, null, null, false);
        for (var at = 1; at < args.Length; at++)
        {
            if (args[at] == "--settle")
            {
                settings = settings with { Settle = true };
                continue;
            }

            if (++at == args.Length)
            {
                return null;
            }

            settings = args[at - 1] switch
            {
                "--throws" => settings with { Throws = int.Parse(args[at], CultureInfo.InvariantCulture) },
                "--seed" => settings with { Seed = int.Parse(args[at], CultureInfo.InvariantCulture) },
                "--culture" => settings with { Culture = args[at] },
                "--host" => settings with { Host = args[at] },
                var other => throw new ArgumentException($"There is no {other}."),
            };
        }

        return settings;
    }
}
