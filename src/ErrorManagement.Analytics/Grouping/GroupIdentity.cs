namespace ErrorManagement.Analytics.Grouping;

/// <summary>All that makes an error one record with others, in words that are the same in every process, culture and host. Immutable.</summary>
internal sealed record GroupIdentity
{
    private GroupIdentity(GroupGround ground, string component)
    {
        Ground = ground;
        Component = component;
    }

    public GroupGround Ground { get; }

    public string Component { get; }

    /// <summary>Names of the exception's type and of those inside it, outermost first; empty where types do not count.</summary>
    public IReadOnlyList<string> Types { get; private init; } = [];

    /// <summary>The code-like identity; null for none, or where codes do not count.</summary>
    public string? Code { get; private init; }

    /// <summary>The template, the message to the letter, or what was said, by the ground; null where no text counts, because a code says it.</summary>
    public string? Text { get; private init; }

    public StackSignature Stack { get; private init; } = StackSignature.None;

    /// <summary>An error by its bug.</summary>
    /// <param name="component">The component.</param>
    /// <param name="types">Names of the exception's type and of those inside it, outermost first.</param>
    /// <param name="code">The code-like identity; null for none.</param>
    /// <param name="template">The template; null when the code stands in its place.</param>
    /// <param name="stack">The application's own stack.</param>
    public static GroupIdentity OfBug(string component, IReadOnlyList<string> types, string? code, string? template, StackSignature stack) =>
        new(GroupGround.Bug, component) { Types = types, Code = code, Text = template, Stack = stack };

    /// <summary>An error by its message to the letter.</summary>
    public static GroupIdentity OfMessage(string component, string type, string message) =>
        new(GroupGround.ExactMessage, component) { Types = [type], Text = message };

    /// <summary>An error by its type alone.</summary>
    public static GroupIdentity OfType(string component, string type) => new(GroupGround.Type, component) { Types = [type] };

    /// <summary>An error by what its caller said.</summary>
    public static GroupIdentity OfSaid(string component, string fingerprint) => new(GroupGround.Said, component) { Text = fingerprint };

    /// <summary>The same with another template.</summary>
    public GroupIdentity WithText(string template) => this with { Text = template };
}
