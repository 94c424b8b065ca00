using System.Globalization;

namespace ErrorManagement.Core.Tests.Classification;

/// <summary>Ways to make .NET and its libraries throw for real, each with the verdict that it must get.</summary>
internal static partial class ThrownForReal
{
    /// <summary>An HRESULT that a library below has chosen: there, but not the same everywhere.</summary>
    private const string AnyHResult = "hresult:*";

    // Lazy, because the fields of the other parts are set in no order that one may count on.
    private static readonly Lazy<Dictionary<string, Case>> All = new(() => new[] { Sockets(), Http(), OtherNetwork(), Cancellations(), Files(), Formats(), Tables(), Sqlite(), Cryptography(), Programs(), Bugs() }
        .SelectMany(group => group)
        .ToDictionary(c => c.Key, c => c.Value));

    public static IReadOnlyDictionary<string, Case> Cases => All.Value;

    /// <summary>An exception and its verdict. A case that nobody can decide needs a reason.</summary>
    /// <param name="Throw">Throws it.</param>
    /// <param name="Category">The expected category.</param>
    /// <param name="Severity">The expected severity.</param>
    /// <param name="Identity">The expected identity, or several with bars between; HRESULTs are those of Linux.</param>
    /// <param name="WhyUnknown">Why the category is unknown; null when it is not.</param>
    internal sealed record Case(Func<Task> Throw, ErrorCategory Category, ErrorSeverity Severity = ErrorSeverity.Error, string Identity = "", string? WhyUnknown = null)
    {
        /// <summary>Whether an identity is one of those expected.</summary>
        public bool Allows(string identity) =>
            Array.Exists(Identity.Split('|'), expected => expected.EndsWith('*') ? identity.StartsWith(expected[..^1], StringComparison.Ordinal) : identity == expected);
    }

    private static Case Undecided(Action throwing, string why, string identity = "", ErrorSeverity severity = ErrorSeverity.Error) =>
        new(Sync(throwing), ErrorCategory.Unknown, severity, identity, why);

    private static Func<Task> Sync(Action throwing) => () =>
    {
        throwing();
        return Task.CompletedTask;
    };

    private static int Parse() => int.Parse("x", CultureInfo.InvariantCulture);

    /// <summary>Runs something with a file of its own, which is gone afterwards.</summary>
    private static void WithFile(Action<string> use)
    {
        var path = Path.GetTempFileName();
        try
        {
            use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs something with a directory of its own, which is gone afterwards.</summary>
    private static void WithDirectory(Action<string> use)
    {
        var path = Directory.CreateTempSubdirectory("em-").FullName;
        try
        {
            use(path);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
