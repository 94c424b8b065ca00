using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Reads out of captured errors what makes them one record with others. On the worker, one at a time.</summary>
/// <param name="mode">What makes errors one.</param>
/// <param name="stackOf">Reads an error's own stack.</param>
internal sealed class CapturedIdentities(GroupingMode mode, Func<CapturedError, StackSignature> stackOf)
{
    private const int MaxShared = 16_384;
    private const int MaxStacks = 4_096;

    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);

    // Stacks that are one object already are told by that.
    private readonly Dictionary<StackSignature, StackSignature> _stacks = new(ReferenceEqualityComparer.Instance);

    /// <summary>The identity of an error. Under the gate of the state.</summary>
    /// <param name="captured">The error.</param>
    /// <param name="template">The template that it is known by.</param>
    public GroupIdentity Of(CapturedError captured, out string template)
    {
        var told = Told(captured);
        template = captured.Template ?? TemplateOf(told.Message);
        return IdentityOf(told, template);
    }

    /// <summary>A message without values is its own template: one text in memory.</summary>
    private static string TemplateOf(string message)
    {
        var masked = MessageMask.Of(message).Text;
        return masked.SequenceEqual(message) ? message : masked.ToString();
    }

    /// <summary>What an error is about: of several that are one and the same, that one.</summary>
    private CapturedError Told(CapturedError captured) =>
        mode == GroupingMode.Bug && string.IsNullOrEmpty(captured.Fingerprint) ? UniformAggregate.Inside(captured, stackOf) ?? captured : captured;

    private GroupIdentity IdentityOf(CapturedError captured, string template)
    {
        var record = captured.Record;
        if (!string.IsNullOrEmpty(captured.Fingerprint))
        {
            return GroupIdentity.OfSaid(record.Component, captured.Fingerprint);
        }

        return mode switch
        {
            GroupingMode.ExactMessage => GroupIdentity.OfMessage(record.Component, record.ErrorType, captured.Message),
            GroupingMode.TypeAndComponent => GroupIdentity.OfType(record.Component, record.ErrorType),
            _ => GroupIdentity.OfBug(record.Component, captured.Types, record.Identity, IsSaidByCode(captured) ? null : template, Shared(stackOf(captured))),
        };
    }

    /// <summary>The fingerprint that version 1 of the rules made for an error. Null where it had no such errors.</summary>
    public static ErrorFingerprint FirstOf(CapturedError captured)
    {
        var former = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var exception in captured.Exceptions)
        {
            former[TypeNames.Full(exception.Type)] = FirstTypeNames.Of(exception.Type);
        }

        var types = captured.Types.Select(type => former.GetValueOrDefault(type, type)).ToList();
        return FirstFingerprintRules.Of(captured.Record.Component, types, captured.Record.Identity, captured.Template ?? MessageMask.Apply(captured.Message, version: 1));
    }

    /// <summary>The same with the names that others hold already: many errors are thrown at the same places.</summary>
    private StackSignature Shared(StackSignature stack)
    {
        if (stack.Frames.Count == 0)
        {
            return stack;
        }

        if (_stacks.TryGetValue(stack, out var known))
        {
            return known;
        }

        if (_shared.Count > MaxShared || _stacks.Count > MaxStacks)
        {
            _shared.Clear();
            _stacks.Clear();
        }

        var frames = new string[stack.Frames.Count];
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i] = _shared.TryGetValue(stack.Frames[i], out var name) ? name : _shared[stack.Frames[i]] = stack.Frames[i];
        }

        return _stacks[stack] = stack with { Frames = frames };
    }

    /// <summary>Whether the code says what the message says, in a language that depends on the machine. A code of the application's own goes with a text of its own.</summary>
    private static bool IsSaidByCode(CapturedError captured) =>
        captured.Record is { Identity: not null, Code.IsNone: true } && captured.Exceptions.Count > 0 && ForeignText.IsOf(captured.Exceptions[0].Type);
}
