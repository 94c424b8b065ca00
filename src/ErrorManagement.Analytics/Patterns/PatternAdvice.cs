using System.Collections;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>The advice of <see cref="PatternActions"/>, put into words when it is read first: of the thousands of episodes of a bad day, few are. Safe on any thread.</summary>
internal sealed class PatternAdvice(PatternKind kind, string subject) : IReadOnlyList<string>
{
    private IReadOnlyList<string>? _actions;

    public int Count => Actions.Count;

    private IReadOnlyList<string> Actions => _actions ??= PatternActions.For(kind, subject);

    public string this[int index] => Actions[index];

    public IEnumerator<string> GetEnumerator() => Actions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
