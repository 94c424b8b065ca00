namespace ErrorManagement.Analytics.Signatures;

/// <summary>Which rules say what signature an error has. Copied when an <see cref="ErrorSignatures"/> is made: later changes have no effect.</summary>
public sealed class SignatureOptions
{
    /// <summary>
    /// The rules in the order they are asked; the first that matches wins. Default: the eleven built-in ones; must not be null; at most 1,000, inclusive. What a configuration binds is added to them:
    /// a rule with the name of a built-in one takes its place, one with <see cref="SignatureRule.Enabled"/> false takes it out, one with <see cref="SignatureRule.Before"/> goes before another.
    /// </summary>
    public IList<SignatureRule> Rules { get; set; } = BuiltInSignatures.Make();

    /// <summary>Adds a rule that is asked after all others.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>These options.</returns>
    public SignatureOptions Add(SignatureRule rule)
    {
        Rules.Add(Given(rule));
        return this;
    }

    /// <summary>Adds a rule that is asked right before another one.</summary>
    /// <param name="name">The name of the other one, such as <c>import_error</c>, which is asked first of the built-in ones.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">There is no rule of that name; the message lists those there are.</exception>
    public SignatureOptions InsertBefore(string name, SignatureRule rule)
    {
        Rules.Insert(IndexOf(name), Given(rule));
        return this;
    }

    /// <summary>Adds a rule that is asked right after another one.</summary>
    /// <param name="name">The name of the other one.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">There is no rule of that name; the message lists those there are.</exception>
    public SignatureOptions InsertAfter(string name, SignatureRule rule)
    {
        Rules.Insert(IndexOf(name) + 1, Given(rule));
        return this;
    }

    /// <summary>Puts a rule in the place of another one.</summary>
    /// <param name="name">The name of the one that goes.</param>
    /// <param name="rule">The rule, under any name.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">There is no rule of that name; the message lists those there are.</exception>
    public SignatureOptions Replace(string name, SignatureRule rule)
    {
        Rules[IndexOf(name)] = Given(rule);
        return this;
    }

    /// <summary>Moves a rule to where it is asked right before another one.</summary>
    /// <param name="name">The name of the rule.</param>
    /// <param name="other">The name of the other one; its own name changes nothing.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">There is no rule of one of the names; the message lists those there are.</exception>
    public SignatureOptions MoveBefore(string name, string other)
    {
        var from = IndexOf(name);
        var to = IndexOf(other);
        var rule = Rules[from];
        Rules.RemoveAt(from);
        Rules.Insert(from < to ? to - 1 : to, rule);
        return this;
    }

    /// <summary>Takes a rule out.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        var at = Find(name);
        if (at >= 0)
        {
            Rules.RemoveAt(at);
        }

        return at >= 0;
    }

    /// <summary>The rules as they are asked: of one name the last, in the place of the first; those that are off left out; those that go before another moved there.</summary>
    internal IReadOnlyList<SignatureRule> Arranged()
    {
        var rules = new List<SignatureRule>();
        foreach (var rule in Rules)
        {
            var at = rules.FindIndex(known => known.Name == rule.Name);
            if (at < 0)
            {
                rules.Add(rule);
            }
            else
            {
                rules[at] = rule;
            }
        }

        foreach (var rule in rules.Where(static rule => rule.Before is not null).ToArray())
        {
            rules.Remove(rule);
            rules.Insert(Math.Max(0, rules.FindIndex(other => other.Name == rule.Before)), rule);
        }

        return [.. rules.Where(static rule => rule.Enabled).Select(static rule => rule.Copy())];
    }

    private int IndexOf(string name) => Find(name) is >= 0 and var at
        ? at
        : throw new ArgumentException($"There is no rule '{name}'. There are {string.Join(", ", Rules.Select(static rule => rule?.Name))}.", nameof(name));

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules[i]?.Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static SignatureRule Given(SignatureRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule;
    }
}
