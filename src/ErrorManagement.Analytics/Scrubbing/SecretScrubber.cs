using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>
/// Takes secrets out of texts. Pure but for the rules of the host's own; safe on any thread; never throws; linear in the length of the text.
/// The same object comes back when there is nothing to take out, and what comes back has nothing to take out.
/// </summary>
internal sealed class SecretScrubber
{
    /// <summary>The longest text that comes back. No more of a message is ever kept or hashed.</summary>
    public const int MaxLength = 65_536;

    // So far behind the cut a secret that lies across it is still recognised.
    private const int Margin = 8_192;
    private const int MostPasses = 4;
    private const int MaxName = 512;

    private readonly ScrubbingOptions _options;
    private readonly SecretNames _names;
    private readonly RuleRunner[] _rules;

    /// <param name="options">The settings, copied.</param>
    /// <param name="onRuleFailure">Told when a rule of the host's own fails; must not throw. Null for nobody.</param>
    public SecretScrubber(ScrubbingOptions options, Action<Exception?>? onRuleFailure = null)
    {
        _options = options.Copy();
        _names = new SecretNames(_options.SecretNames);
        _rules = [.. _options.Rules.Select(rule => new RuleRunner(rule, onRuleFailure))];
    }

    /// <summary>How often rules of the host's own failed.</summary>
    public long RuleFailures => _rules.Sum(rule => rule.Failures);

    /// <summary>Whether nothing is looked for but what this library knows of: no names and no rules of the host's own.</summary>
    public bool IsPlain => _rules.Length == 0 && !_names.HasOwn;

    /// <summary>Whether a text may hold a secret or is too long: some ns, may say yes for no reason, never no for a secret.</summary>
    public bool MayHoldSecret(ReadOnlySpan<char> text)
    {
        if (!_options.Enabled || text.Length > MaxLength)
        {
            return text.Length > MaxLength;
        }

        var marks = SecretTriggers.Read(text);
        if ((marks & ~TextMarks.At) != 0 || ((marks & TextMarks.At) != 0 && (_options.Emails || text.Contains("://", StringComparison.Ordinal))) || _names.HoldsOwnStem(text))
        {
            return true;
        }

        foreach (var rule in _rules)
        {
            if (rule.IsFor(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is anything to take out of a text. Reads it once, as <see cref="Scrub(string)"/> does, and copies nothing.</summary>
    public bool HoldsSecret(ReadOnlySpan<char> text)
    {
        if (_options.Enabled && new SecretScanner(text, _names, _options.Emails).Next(out _))
        {
            return true;
        }

        foreach (var rule in _rules)
        {
            if (rule.IsFor(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text without secrets, at most 65,536 characters of it: the same object when there is nothing to take out.</summary>
    public string Scrub(string text) => Scrub(text, MaxLength);

    /// <summary>The text without secrets, and not longer than <paramref name="length"/>: the same object when it is that already.</summary>
    public string Scrub(string text, int length)
    {
        length = Math.Min(length, MaxLength);
        if (text.Length > length + Margin)
        {
            text = BoundedText.Cut(text, length + Margin);
        }

        return BoundedText.Cut(_options.Enabled ? TakeOut(text) : text, length);
    }

    /// <summary>A name without secrets, cut to 512 characters: a component, a type, a trace, a machine.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public string? ScrubName(string? name) => name is null || IsCleanName(name) ? name : Scrub(name, MaxName);

    /// <summary>Whether a name is short and holds no secret.</summary>
    public bool IsCleanName(string name) => name.Length <= MaxName && !MayHoldSecret(name);

    /// <summary>Whether the name of a field says that its value is a secret.</summary>
    public bool IsSecretName(string name) => _options.Enabled && _names.Judge(name) is not (SecretKind.None or SecretKind.Random);

    /// <summary>What is kept of a context: bounded in number and size, without secrets and without the host's own objects; the same object when it is that already.</summary>
    /// <param name="context">The context.</param>
    /// <param name="entries">How many values of its data are kept in all.</param>
    /// <param name="length">How many characters of each text.</param>
    public OperationContext? Scrub(OperationContext? context, int entries, int length) => context is null ? null : ContextCopy.Of(context, this, entries, length);

    private string TakeOut(string text)
    {
        // Again, until nothing is found: a mark has other letters than what it stands for.
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var clean = TakeOutOnce(text);
            if (ReferenceEquals(clean, text))
            {
                break;
            }

            text = clean;
        }

        foreach (var rule in _rules)
        {
            if (rule.IsFor(text))
            {
                text = rule.Run(text);
            }
        }

        return text;
    }

    private string TakeOutOnce(string text)
    {
        var scanner = new SecretScanner(text, _names, _options.Emails);
        if (!scanner.Next(out var found))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var copied = 0;
        do
        {
            clean.Append(text, copied, found.Start - copied).Append(found.Mark);
            copied = found.End;
        }
        while (scanner.Next(out found));

        return clean.Append(text, copied, text.Length - copied).ToString();
    }
}
