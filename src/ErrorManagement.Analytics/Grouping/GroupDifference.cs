namespace ErrorManagement.Analytics.Grouping;

/// <summary>Says in words in what two identities differ, and what one is made of.</summary>
internal static class GroupDifference
{
    private const int Shown = 200;

    /// <summary>What errors of one identity have in common.</summary>
    public static string Shared(GroupIdentity? identity) => identity?.Ground switch
    {
        null => "the same fingerprint",
        GroupGround.Said => $"the same component and the fingerprint \"{Cut(identity.Text)}\" that was given with them",
        GroupGround.ExactMessage => "the same component, type and message to the letter",
        GroupGround.Type => "the same component and type",
        _ => "the same component, types"
            + (identity.Code is null ? "" : $", code {identity.Code}")
            + (identity.Text is null ? ", in place of a text that depends on the machine's language" : ", template")
            + (identity.Stack.Frames.Count > 0 ? " and own stack" : "; there is no own stack"),
    };

    /// <summary>Adds each part that differs, with both values.</summary>
    public static void AddTo(List<string> reasons, GroupIdentity? a, GroupIdentity? b)
    {
        if (a is null || b is null)
        {
            return;
        }

        if (a.Ground != b.Ground)
        {
            reasons.Add($"They are grouped by different rules: {Name(a)}, and {Name(b)}.");
        }
        else if (a.Ground == GroupGround.Said && a.Text != b.Text)
        {
            reasons.Add($"The fingerprints given with them differ: \"{Cut(a.Text)}\" and \"{Cut(b.Text)}\".");
        }

        if (a.Component != b.Component)
        {
            reasons.Add($"The components differ: {Cut(a.Component)} and {Cut(b.Component)}.");
        }

        if (a.Ground != b.Ground || a.Ground == GroupGround.Said)
        {
            return;
        }

        AddTypes(reasons, a.Types, b.Types);
        if (a.Code != b.Code)
        {
            reasons.Add($"The codes differ: {a.Code ?? "none"} and {b.Code ?? "none"}.");
        }

        AddTexts(reasons, a, b);
        AddStacks(reasons, a.Stack, b.Stack);
    }

    private static string Name(GroupIdentity identity) => identity.Ground switch
    {
        GroupGround.Said => $"one by the fingerprint \"{Cut(identity.Text)}\" that was given with it",
        GroupGround.ExactMessage => "one by its message to the letter",
        GroupGround.Type => "one by its type",
        _ => "one by types, codes, template and stack",
    };

    private static void AddTypes(List<string> reasons, IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            var (one, other) = (i < a.Count ? a[i] : null, i < b.Count ? b[i] : null);
            if (one != other)
            {
                reasons.Add(i == 0
                    ? $"The types differ: {one} and {other}."
                    : $"The types differ at depth {i}: {one ?? "nothing"} and {other ?? "nothing"} inside.");
                return;
            }
        }
    }

    private static void AddTexts(List<string> reasons, GroupIdentity a, GroupIdentity b)
    {
        if (a.Text == b.Text)
        {
            return;
        }

        var what = a.Ground == GroupGround.ExactMessage ? "messages" : "templates";
        if (a.Text is null || b.Text is null)
        {
            reasons.Add($"The {what} differ: a code stands in the place of one, and the other is \"{Cut(a.Text ?? b.Text)}\".");
            return;
        }

        var (one, other) = (SiteTemplates.WordsOf(a.Text), SiteTemplates.WordsOf(b.Text));
        var differing = one?.Length == other?.Length ? Enumerable.Range(0, one?.Length ?? 0).Where(i => one![i] != other![i]).ToList() : [];
        if (differing is not [var at] || !SiteTemplates.IsWord(one![at]) || !SiteTemplates.IsWord(other![at]))
        {
            reasons.Add($"The {what} differ: \"{Cut(a.Text)}\" and \"{Cut(b.Text)}\".");
            return;
        }

        reasons.Add($"The {what} differ in one word, [{one[at]}] and [{other[at]}]: \"{Marked(one, at)}\" and \"{Marked(other, at)}\"."
            + (CanBeOneSite(a, b) && SiteTemplates.HasOtherWords(one, at) ? $" When {SiteTemplates.ManyWords} different words have come from one place of the program, they are taken for values." : ""));
    }

    /// <summary>Whether words can turn out to be values: texts count by their template, and all else says that they come from one place.</summary>
    private static bool CanBeOneSite(GroupIdentity a, GroupIdentity b) =>
        a.Ground == GroupGround.Bug && a.Component == b.Component && a.Code == b.Code && a.Types.SequenceEqual(b.Types, StringComparer.Ordinal)
        && a.Stack.Frames.Count > 0 && a.Stack.Frames.SequenceEqual(b.Stack.Frames, StringComparer.Ordinal);

    private static void AddStacks(List<string> reasons, StackSignature a, StackSignature b)
    {
        if (a.Frames.SequenceEqual(b.Frames, StringComparer.Ordinal))
        {
            return;
        }

        var at = 0;
        while (at < a.Frames.Count && at < b.Frames.Count && a.Frames[at] == b.Frames[at])
        {
            at++;
        }

        reasons.Add($"The own stacks differ at frame {at + 1} from within: {FrameAt(a, at)} and {FrameAt(b, at)}.");
        if (a.Entry is not null && b.Entry is not null && a.Entry != b.Entry)
        {
            reasons.Add($"The application was entered at different places: {a.Entry} and {b.Entry}.");
        }
        else if (a.IsComplete && b.IsComplete && a.Frames.Count > 0 && b.Frames.Count > 0)
        {
            reasons.Add("Nothing is missing in either stack, so neither is the other with frames left out.");
        }
    }

    private static string FrameAt(StackSignature stack, int at) => at < stack.Frames.Count ? Cut(stack.Frames[at]) : stack.Frames.Count == 0 ? "no own frame" : "no further frame";

    private static string Marked(string[] words, int at) => Cut(string.Concat(words.Select((word, i) => i == at ? $"[{word}]" : word)));

    private static string Cut(string? text) => text is null ? "" : text.Length <= Shown ? text : text[..(char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown)] + "…";
}
