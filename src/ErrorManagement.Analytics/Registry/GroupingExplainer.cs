using System.Globalization;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Says in words why two errors are one record, or are not. Under the gate of the state.</summary>
internal static class GroupingExplainer
{
    /// <summary>Explains.</summary>
    public static GroupingExplanation Explain(RegistryState state, ErrorId a, ErrorId b)
    {
        var reasons = new List<string>();
        var (first, second) = (state.FindOwner(a), state.FindOwner(b));
        if (first is null || second is null)
        {
            AddNotHeld(reasons, a, first);
            if (a != b)
            {
                AddNotHeld(reasons, b, second);
            }

            return new GroupingExplanation(AreOne: false, reasons);
        }

        if (ReferenceEquals(first.Living, second.Living))
        {
            AddWhyOne(reasons, first, second);
            return new GroupingExplanation(AreOne: true, reasons);
        }

        AddDecisions(state, reasons, first, second);
        AddDecisions(state, reasons, second, first);
        AddAmbiguity(state, reasons, first);
        AddAmbiguity(state, reasons, second);
        GroupDifference.AddTo(reasons, first.Grounds, second.Grounds);
        if (first.Grounds is null || second.Grounds is null)
        {
            reasons.Add($"{(first.Grounds is null ? Name(first) : Name(second))} was taken in from elsewhere: of its identity only the fingerprint is known.");
        }

        if (reasons.Count == 0)
        {
            reasons.Add($"{Name(first)} and {Name(second)} were put apart.");
        }

        return new GroupingExplanation(AreOne: false, reasons);
    }

    private static void AddNotHeld(List<string> reasons, ErrorId id, TrackedError? owner)
    {
        if (owner is null)
        {
            reasons.Add(id.IsNone ? "No error was named." : $"{id} is not held: it was never recorded here, or had to make room for others.");
        }
    }

    private static void AddWhyOne(List<string> reasons, TrackedError first, TrackedError second)
    {
        if (ReferenceEquals(first, second))
        {
            reasons.Add($"Both have one identity, {Name(first)}: {GroupDifference.Shared(first.Grounds)}.");
            return;
        }

        foreach (var one in new[] { first, second })
        {
            if (one.Link is { } link)
            {
                reasons.Add($"{Name(one)} is part of {Name(one.Living!)} since {Time(link.At)}, {Ground(link.Kind)}: {link.Reason}.");
            }
        }
    }

    private static void AddDecisions(RegistryState state, List<string> reasons, TrackedError one, TrackedError other)
    {
        if (state.Book.Find(one.Fingerprint) is { Into: null } decision)
        {
            var isThis = decision.From == other.Fingerprint || decision.From == other.Living?.Fingerprint;
            reasons.Add($"{Name(one)} was split {(isThis ? $"from {Name(other)} " : "")}by hand at {Time(decision.At)}: {decision.Reason}.");
        }
    }

    private static void AddAmbiguity(RegistryState state, List<string> reasons, TrackedError one)
    {
        if (one.Link is not null)
        {
            return;
        }

        var fits = StackMatch.ExplainersOf(one.OwnStack, [.. state.FamilyOf(one.Grounds).Where(other => !ReferenceEquals(other, one))], static other => other.OwnStack)
            .Select(static other => other.Living)
            .Where(living => living is not null && !ReferenceEquals(living, one))
            .Distinct()
            .ToList();
        if (fits.Count > 1)
        {
            reasons.Add($"The stack of {Name(one)} lacks frames that the compiler inlined and fits both {Name(fits[0]!)} and {Name(fits[1]!)}: it may be the same as either, and belongs to neither.");
        }
    }

    private static string Ground(PartLinkKind kind) => kind switch
    {
        PartLinkKind.Stack => "by its stack",
        PartLinkKind.Words => "by evidence",
        _ => "by hand",
    };

    private static string Name(TrackedError record) => FamilyLinks.NameOf(record);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
